package org.emoglot.audio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  static final float MAX_AMPLITUDE = 0x1p31f;

  private final AudioOptions options;
  private final List<AudioDecoder> decoders;
  private final Warnings warnings;

  /** The filter bank of the rate met last: the clips of a corpus mostly share one. */
  private volatile Resampler lastResampler =
      new Resampler(Waveform.MODEL_SAMPLE_RATE, Waveform.MODEL_SAMPLE_RATE);

  /** Hears what is said of files that are not as their headers announce. */
  @FunctionalInterface
  public interface Warnings {
    /**
     * A file was read, but not as announced.
     *
     * @param sentence what is wrong with it, with its name
     */
    void warn(Path file, String sentence);
  }

  /** Reads WAV, and what the decoders on the class path read. */
  public AudioReader(AudioOptions options) {
    this(options, installedDecoders());
  }

  /**
   * @param decoders asked in this order
   */
  public AudioReader(AudioOptions options, List<AudioDecoder> decoders) {
    this(options, decoders, (file, sentence) -> {});
  }

  private AudioReader(AudioOptions options, List<AudioDecoder> decoders, Warnings warnings) {
    this.options = options;
    this.decoders = List.copyOf(decoders);
    this.warnings = warnings;
  }

  /**
   * The same reader, which says what is wrong with the files that it reads.
   *
   * @param warnings called by whatever thread reads
   */
  public AudioReader warning(Warnings warnings) {
    return new AudioReader(options, decoders, warnings);
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
    clip.warnings().forEach(sentence -> warnings.warn(file, sentence));
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
    AudioHead head = head(file);
    for (AudioDecoder decoder : decoders) {
      if (decoder.accepts(head.bytes())) {
        return decoder.decode(file);
      }
    }
    ForeignContent content = ForeignContent.describe(head.bytes());
    throw new InvalidInputException(
        "Expected %s in %s, found at byte %d: %s; %s."
            .formatted(
                decoders.stream().map(AudioDecoder::formats).collect(Collectors.joining(", ")),
                file,
                head.start(),
                content.what(),
                content.advice()));
  }

  private static List<AudioDecoder> installedDecoders() {
    List<AudioDecoder> decoders = new ArrayList<>();
    decoders.add(new WavDecoder());
    ServiceLoader.load(AudioDecoder.class).forEach(decoders::add);
    return decoders;
  }

  private static AudioHead head(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "Expected an audio file at " + file + ", found nothing there; check the path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "Expected an audio file at %s, found a %s; name a file."
              .formatted(file, Files.isDirectory(file) ? "folder" : "device or pipe"));
    }
    try {
      return AudioHead.of(file);
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
