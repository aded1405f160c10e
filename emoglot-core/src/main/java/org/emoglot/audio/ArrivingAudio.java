package org.emoglot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/**
 * Audio that still arrives, and is read forwards alone.
 *
 * @param in not closed
 * @param name what messages call it
 */
record ArrivingAudio(InputStream in, String name) {

  /** Formats whose first bytes say what follows, and that recorders write from front to back. */
  private static final Set<AudioFormat> FORMATS = Set.of(AudioFormat.OGG, AudioFormat.MATROSKA);

  /** Enough to tell them from others; more would have to be waited for. */
  private static final int HEAD_BYTES = 16;

  /**
   * Decodes it.
   *
   * @throws InvalidInputException if it is of another format, or cannot be decoded
   */
  WaveformStream open(List<AudioDecoder> decoders, AudioOptions options, Resamplers resamplers) {
    byte[] head = head();
    AudioFormat format =
        AudioFormat.of(head).filter(FORMATS::contains).orElseThrow(() -> otherFormat(head));
    PushbackInputStream whole = new PushbackInputStream(in, HEAD_BYTES);
    try {
      whole.unread(head);
    } catch (IOException e) {
      throw new IllegalStateException("The buffer is as long as the head", e);
    }
    AudioStream stream =
        decoders.stream()
            .filter(decoder -> decoder.accepts(head))
            .findFirst()
            .orElseThrow(() -> otherFormat(head))
            .open(whole, format, name);
    try {
      return new WaveformStream(
          name,
          stream,
          stream.channels() == 1 ? channels -> channels[0] : options.downmix().mixer(this::again),
          resamplers.from(stream.sampleRate()),
          sentence -> {}); // nobody has a file that could be looked after
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  private byte[] head() {
    try {
      return in.readNBytes(HEAD_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private InvalidInputException otherFormat(byte[] head) {
    return new InvalidInputException(
        "Expected %s in %s, since it still arrives, found %s."
            .formatted(
                FORMATS.stream()
                    .map(AudioFormat::title)
                    .sorted()
                    .collect(Collectors.joining(" or ")),
                name,
                AudioFormat.of(head)
                    .map(AudioFormat::title)
                    .orElseGet(() -> ForeignContent.describe(head).what())));
  }

  private AudioStream again() {
    throw new InvalidInputException(
        "Expected a file, whose loudest channel can be looked for first, found %s, which still arrives: take the mean of the channels."
            .formatted(name));
  }
}
