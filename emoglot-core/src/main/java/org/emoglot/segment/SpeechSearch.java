package org.emoglot.segment;

import java.util.List;
import java.util.Optional;

/**
 * Looks for speech in one recording as it comes. The segments equal those of the whole recording,
 * for any blocks; each is returned as soon as nothing later can change it. To be used by one
 * thread.
 */
public interface SpeechSearch {

  /**
   * Hears the next samples.
   *
   * @return the segments that are now certain, in order, after those returned before
   */
  List<Segment> next(float[] samples);

  /** Hears that the recording ends here; gives the segments that are left. */
  List<Segment> end();

  /**
   * The speech that goes on, as the segment that it will be if nothing more is said; none while
   * there is none, or too little to count. From a short while into a pause on, the segment is the
   * one that {@link #next} gives when the pause has become long enough.
   */
  Optional<Segment> open();

  /** Whether the speech that goes on is in a pause; {@link Pause#NONE} where there is none. */
  Pause pause();

  /** The first sample that a later segment may hold: what is before it need not be kept. */
  long needed();
}
