package org.emoglot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/**
 * Reads audio files: sniffs the content, decodes, mixes down to one channel and resamples to {@link
 * Waveform#MODEL_SAMPLE_RATE}. A file's name plays no part.
 *
 * <p>May be shared by threads.
 */
public final class AudioReader implements AudioSource {

  /**
   * The largest amplitude believed, full scale being 1: float files in the units of 32-bit integers
   * pass, nonsense does not.
   */
  private static final float MAX_AMPLITUDE = 0x1p31f;

  private static final int SHOWN_BYTES = 8;

  private final AudioOptions options;
  private final List<AudioDecoder> decoders;

  /** The filter bank of the rate met last: the clips of a corpus mostly share one. */
  private volatile Resampler lastResampler =
      new Resampler(Waveform.MODEL_SAMPLE_RATE, Waveform.MODEL_SAMPLE_RATE);

  /** Reads WAV, and what the decoders on the class path read. */
  public AudioReader(AudioOptions options) {
    this(options, installedDecoders());
  }

  /**
   * @param decoders asked in this order
   */
  public AudioReader(AudioOptions options, List<AudioDecoder> decoders) {
    this.options = options;
    this.decoders = List.copyOf(decoders);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException also if the file holds no samples, or samples that are not finite
   */
  @Override
  public Waveform read(Path file) {
    AudioClip clip = decode(file);
    requireUsable(clip, file);
    Resampler resampler = lastResampler;
    if (resampler.from() != clip.sampleRate()) {
      resampler = new Resampler(clip.sampleRate(), Waveform.MODEL_SAMPLE_RATE);
      lastResampler = resampler;
    }
    if (resampler.outputLength(clip.frames()) > AudioClip.MAX_SAMPLES) {
      throw new InvalidInputException(
          "Expected at most %d samples at %d Hz in %s, found %d at %d Hz, which is longer; cut it."
              .formatted(
                  AudioClip.MAX_SAMPLES, resampler.to(), file, clip.frames(), clip.sampleRate()));
    }
    float[] mono = options.downmix().apply(clip);
    return new Waveform(resampler.apply(mono), resampler.to());
  }

  /**
   * Decodes a file as it is: all channels, its own rate, no check of the samples.
   *
   * @throws InvalidInputException if the file is missing or cannot be decoded
   */
  public AudioClip decode(Path file) {
    byte[] head = head(file);
    for (AudioDecoder decoder : decoders) {
      if (decoder.accepts(head)) {
        return decoder.decode(file);
      }
    }
    throw new InvalidInputException(
        "Expected %s in %s, found at byte 0: %s; convert it to one of these."
            .formatted(
                decoders.stream().map(AudioDecoder::formats).collect(Collectors.joining(", ")),
                file,
                describe(head)));
  }

  private static List<AudioDecoder> installedDecoders() {
    List<AudioDecoder> decoders = new ArrayList<>();
    decoders.add(new WavDecoder());
    ServiceLoader.load(AudioDecoder.class).forEach(decoders::add);
    return decoders;
  }

  private static byte[] head(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "Expected an audio file at " + file + ", found nothing there; check the path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "Expected an audio file at %s, found a %s; name a file."
              .formatted(file, Files.isDirectory(file) ? "folder" : "device or pipe"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(AudioDecoder.HEAD_BYTES);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at " + file + ", but reading it is not permitted.", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but reading at byte 0 failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static String describe(byte[] head) {
    if (head.length == 0) {
      return "an empty file";
    }
    int shown = Math.min(head.length, SHOWN_BYTES);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      text.append(head[i] >= ' ' && head[i] <= '~' ? (char) head[i] : '.');
    }
    return "unknown content (%s, \"%s\")"
        .formatted(HexFormat.ofDelimiter(" ").formatHex(head, 0, shown), text);
  }

  private static void requireUsable(AudioClip clip, Path file) {
    if (clip.frames() == 0) {
      throw new InvalidInputException(
          "Expected samples in " + file + ", found audio of length 0; leave the file out.");
    }
    float[][] channels = clip.channels();
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < channels[c].length; i++) {
        // The negation also holds for NaN.
        if (!(Math.abs(channels[c][i]) <= MAX_AMPLITUDE)) {
          throw new InvalidInputException(
              "Expected finite samples in %s, found %s at sample %d of channel %d; leave it out."
                  .formatted(file, channels[c][i], i, c));
        }
      }
    }
  }
}
