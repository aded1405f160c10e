package org.emoglot.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.AudioDecoder;

/**
 * Decodes AIFF, FLAC, MP3, Ogg (Vorbis, Opus, FLAC), WebM and Matroska, M4A and MP4, and the WAV
 * codecs that are neither PCM nor float. Of several audio streams the first is decoded; pictures
 * and video are left alone.
 *
 * <p>The content alone chooses the demuxer, which may open no other file and no network. A file has
 * a minute, and ten seconds more for each MiB, after which it is refused. The longest clip is
 * {@link AudioClip#MAX_SAMPLES}.
 */
public final class FfmpegDecoder implements AudioDecoder {

  private static final Duration LEAST_TIME = Duration.ofMinutes(1);
  private static final Duration TIME_PER_MIB = Duration.ofSeconds(10);

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
    return "AIFF, FLAC, MP3, Ogg, WebM, M4A";
  }

  @Override
  public boolean accepts(byte[] head) {
    return Container.of(head).isPresent();
  }

  @Override
  public AudioClip decode(Path file) {
    Container container = container(file);
    Natives.require(file, container);
    try (Decoding decoding = new Decoding(file, container, deadline(file))) {
      return decoding.run();
    }
  }

  private static Container container(Path file) {
    Optional<Container> container;
    try {
      container = Container.of(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but reading at byte 0 failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
    return container.orElseThrow(
        () ->
            new InvalidInputException(
                "Expected AIFF, FLAC, MP3, Ogg, WebM or M4A in "
                    + file
                    + ", found something else at byte 0."));
  }

  /** When decoding has to be over, on the clock of {@link System#nanoTime}. */
  private long deadline(Path file) {
    try {
      long mebibytes = Files.size(file) >> 20;
      return System.nanoTime() + leastTime.plus(TIME_PER_MIB.multipliedBy(mebibytes)).toNanos();
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but asking for its size failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
