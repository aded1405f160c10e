package org.emoglot.segment;

import java.util.Arrays;
import org.emoglot.audio.Waveform;

/**
 * A part of a recording.
 *
 * @param startSeconds where it begins, from the start of the recording; at least 0
 * @param endSeconds where it ends; later than it begins
 */
public record Segment(double startSeconds, double endSeconds) {

  public Segment {
    if (!(startSeconds >= 0 && endSeconds > startSeconds)) {
      throw new IllegalArgumentException(
          "Expected 0 <= start < end, found %s and %s.".formatted(startSeconds, endSeconds));
    }
  }

  /** How long it is. */
  public double seconds() {
    return endSeconds - startSeconds;
  }

  /** Its samples, copied from the recording. */
  public Waveform of(Waveform recording) {
    int rate = recording.sampleRate();
    int length = recording.samples().length;
    int from = (int) Math.min(length, Math.round(startSeconds * rate));
    int to = (int) Math.min(length, Math.round(endSeconds * rate));
    return new Waveform(Arrays.copyOfRange(recording.samples(), from, to), rate);
  }
}
