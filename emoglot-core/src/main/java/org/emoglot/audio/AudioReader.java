package org.emoglot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
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

  private final Resamplers resamplers = new Resamplers(Waveform.MODEL_SAMPLE_RATE);

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
   * @throws InvalidInputException also if the file holds no samples, samples that are not finite,
   *     or more than fit in memory
   */
  @Override
  public Waveform read(Path file) {
    try (WaveformStream stream = open(file)) {
      return WholeAudio.of(stream, file, WholeAudio.limit());
    }
  }

  /** {@inheritDoc} What lies in the file beside a passage is not kept. */
  @Override
  public Waveform read(ClipAudio clip) {
    if (clip.isWhole()) {
      return clip.of(read(clip.file()));
    }
    try (SampleStream stream = new Passage(open(clip.file()), clip)) {
      return clip.conditioning().of(WholeAudio.of(stream, clip.file(), WholeAudio.limit()));
    }
  }

  /** {@inheritDoc} A conditioned clip is read as a whole, since its level is that of all of it. */
  @Override
  public SampleStream open(ClipAudio clip) {
    if (clip.conditioning() != Conditioning.NONE) {
      return SampleStream.of(read(clip));
    }
    WaveformStream stream = open(clip.file());
    return clip.isWhole() ? stream : new Passage(stream, clip);
  }

  /**
   * Starts to read a file of any length, with one block at a time in memory.
   *
   * @return to be closed; its samples together are those that {@link #read(Path)} gives
   * @throws InvalidInputException if the file is missing or cannot be decoded
   */
  public WaveformStream open(Path file) {
    AudioDecoder decoder = decoder(file);
    AudioStream stream = decoder.open(file);
    try {
      Function<float[][], float[]> mix =
          stream.channels() == 1
              ? channels -> channels[0]
              : options.downmix().mixer(() -> decoder.open(file));
      return new WaveformStream(
          file.toString(),
          stream,
          mix,
          resamplers.from(stream.sampleRate()),
          sentence -> warnings.warn(file, sentence));
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Starts to read audio that still arrives, such as what a browser records: Ogg or WebM.
   *
   * @param in read by the calls of the stream, which wait for what has not arrived; not closed
   * @param name what messages call it
   * @return to be closed; of intact audio its samples are those of the same file
   * @throws InvalidInputException if it is of another format, or cannot be decoded
   * @throws java.io.UncheckedIOException if reading fails
   */
  public WaveformStream open(InputStream in, String name) {
    return new ArrivingAudio(in, name).open(decoders, options, resamplers);
  }

  /**
   * Reads an audio file that is not on disk. It is put into a temporary file meanwhile, since a
   * decoder moves to and fro.
   *
   * @param in read to its end, and not closed
   * @param name what messages call it, such as {@code "standard input"}
   * @throws InvalidInputException as {@link #read(Path)}
   * @throws java.io.UncheckedIOException if reading it, or writing the temporary file, fails
   */
  public Waveform read(InputStream in, String name) {
    return use(in, name, this::read);
  }

  /**
   * Does something with audio that is not on disk, as {@link #read(InputStream, String)}.
   *
   * @param work gets the temporary file, which is gone afterwards
   */
  public <R> R use(InputStream in, String name, Function<Path, R> work) {
    return TemporaryCopy.use(in, name, work);
  }

  /** Whether a sample is a number that can be an amplitude. */
  public static boolean isUsable(float sample) {
    return Math.abs(sample) <= MAX_AMPLITUDE; // false for NaN
  }

  /**
   * Decodes a file as it is: all channels, its own rate, no check of the samples.
   *
   * @throws InvalidInputException if the file is missing or cannot be decoded
   */
  public AudioClip decode(Path file) {
    return decoder(file).decode(file);
  }

  private AudioDecoder decoder(Path file) {
    AudioHead head = head(file);
    for (AudioDecoder decoder : decoders) {
      if (decoder.accepts(head.bytes())) {
        return decoder;
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
}
