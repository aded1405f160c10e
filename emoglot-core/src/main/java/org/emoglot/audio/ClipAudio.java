package org.emoglot.audio;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/**
 * The audio of a clip: a file or a segment of it, unchanged or conditioned. One file may contain
 * several clips.
 *
 * @param file where it lies
 * @param start where the segment begins in it, in seconds; at least 0
 * @param end where it ends, in seconds, after its start; infinite for the end of the file
 * @param conditioning how the segment is changed before use
 */
public record ClipAudio(Path file, double start, double end, Conditioning conditioning) {

  /** So much may a segment reach beyond the end of its file: times are rounded. */
  private static final double TOLERANCE_SECONDS = 0.1;

  public ClipAudio {
    if (!(start >= 0 && end > start && Double.isFinite(start))) {
      throw new IllegalArgumentException(
          "Expected 0 <= start < end, found %s and %s of %s.".formatted(start, end, file));
    }
  }

  /** The whole file, unchanged. */
  public static ClipAudio whole(Path file) {
    return new ClipAudio(file, 0, Double.POSITIVE_INFINITY, Conditioning.NONE);
  }

  /** A segment of the same file, in seconds; an infinite end is that of the file. */
  public ClipAudio between(double from, double to) {
    return new ClipAudio(file, from, to, conditioning);
  }

  /** The same, conditioned. */
  public ClipAudio with(Conditioning other) {
    return new ClipAudio(file, start, end, other);
  }

  /** The same segment of another file. */
  public ClipAudio in(Path otherFile) {
    return new ClipAudio(otherFile, start, end, conditioning);
  }

  /** Whether it is all of the file. */
  public boolean isWhole() {
    return start == 0 && end == Double.POSITIVE_INFINITY;
  }

  /**
   * What is heard of it.
   *
   * @param recording all of the file
   * @throws InvalidInputException if the segment does not lie within the recording
   */
  public Waveform of(Waveform recording) {
    return conditioning.of(isWhole() ? recording : passage(recording));
  }

  private Waveform passage(Waveform recording) {
    int rate = recording.sampleRate();
    int length = recording.samples().length;
    requireWithin(length, rate);
    int to = (int) Math.min(length, endSample(rate));
    return new Waveform(Arrays.copyOfRange(recording.samples(), (int) firstSample(rate), to), rate);
  }

  /** Where the passage begins. */
  long firstSample(int rate) {
    return Math.round(start * rate);
  }

  /** Behind its last sample; no end has the largest number. */
  long endSample(int rate) {
    return Math.round(end * rate);
  }

  /**
   * Holds the passage against all of its file.
   *
   * @param samples of the file
   * @throws InvalidInputException if the passage does not lie within it
   */
  void requireWithin(long samples, int rate) {
    double seconds = (double) samples / rate;
    double last = end == Double.POSITIVE_INFINITY ? seconds : end;
    long to = Math.min(samples, Math.round(last * rate));
    if (firstSample(rate) >= to || last > seconds + TOLERANCE_SECONDS) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "Expected the segment from %s s to %s in %s, found that the file has %.3f s: correct"
                  + " its times.",
              start,
              end == Double.POSITIVE_INFINITY ? "the end" : end + " s",
              file,
              seconds));
    }
  }

  /** The file, and the segment and the conditioning if there are any. */
  @Override
  public String toString() {
    String passage =
        isWhole()
            ? ""
            : " (%s s to %s)"
                .formatted(start, end == Double.POSITIVE_INFINITY ? "the end" : end + " s");
    return file
        + passage
        + (conditioning == Conditioning.NONE ? "" : " (" + conditioning.id() + ")");
  }
}
