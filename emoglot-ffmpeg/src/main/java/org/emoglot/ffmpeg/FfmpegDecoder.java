package org.emoglot.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioDecoder;
import org.emoglot.audio.AudioFormat;
import org.emoglot.audio.AudioHead;
import org.emoglot.audio.AudioStream;
import org.emoglot.audio.ForeignContent;

/**
 * Decodes every {@link AudioFormat}; of WAV, the codecs that are neither PCM nor float. It decodes
 * the first of several audio streams, and ignores pictures and video.
 *
 * <p>Only the content chooses the demuxer, which may open no other file and no network. A file has
 * a minute, and ten seconds more for each MiB, in which only decoding counts; then it is refused.
 * It may be of any length.
 */
public final class FfmpegDecoder implements AudioDecoder {

  private static final Duration LEAST_TIME = Duration.ofMinutes(1);
  private static final Duration TIME_PER_MIB = Duration.ofSeconds(10);

  /** A day of Opus as browsers record it. */
  private static final long MIB_OF_ARRIVING = 1024;

  private final Duration leastTime;

  /** The decoder as the service loader makes it. */
  public FfmpegDecoder() {
    this(LEAST_TIME);
  }

  /**
   * @param leastTime what even the smallest file has
   */
  FfmpegDecoder(Duration leastTime) {
    this.leastTime = leastTime;
  }

  @Override
  public String formats() {
    return Arrays.stream(AudioFormat.values())
        .filter(format -> format != AudioFormat.WAV)
        .map(AudioFormat::description)
        .collect(Collectors.joining(", "));
  }

  @Override
  public boolean accepts(byte[] head) {
    return AudioFormat.of(head).isPresent();
  }

  @Override
  public AudioStream open(Path file) {
    AudioHead head = head(file);
    AudioFormat format =
        head.format()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Expected one of %s in %s, found at byte %d: %s; %s."
                            .formatted(
                                AudioFormat.list(),
                                file,
                                head.start(),
                                ForeignContent.describe(head.bytes()).what(),
                                ForeignContent.describe(head.bytes()).advice())));
    Natives.require(file.toString(), format);
    return begun(new Decoding(new FileInput(file, head.start()), format, time(file)));
  }

  /** {@inheritDoc} It has as long as a file of {@value #MIB_OF_ARRIVING} MiB. */
  @Override
  public AudioStream open(InputStream in, AudioFormat format, String name) {
    Natives.require(name, format);
    return begun(new Decoding(new LiveInput(in, name), format, time(MIB_OF_ARRIVING)));
  }

  private static AudioStream begun(Decoding decoding) {
    try {
      decoding.begin();
      return decoding;
    } catch (RuntimeException | Error e) {
      decoding.close();
      throw e;
    }
  }

  private static AudioHead head(Path file) {
    try {
      return AudioHead.of(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but reading at byte 0 failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The time limit of decoding, in nanoseconds. */
  private long time(Path file) {
    try {
      return time(Files.size(file) >> 20);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but asking for its size failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private long time(long mebibytes) {
    return leastTime.plus(TIME_PER_MIB.multipliedBy(mebibytes)).toNanos();
  }
}
