package org.emoglot.segment;

import java.util.List;

/**
 * Looks for speech in one recording as it comes. The segments are those of the whole recording,
 * wherever the blocks end; each is given as soon as nothing that follows can change it. To be used
 * by one thread.
 */
public interface SpeechSearch {

  /**
   * Hears the next samples.
   *
   * @return the segments that are certain now, in order, behind those given before
   */
  List<Segment> next(float[] samples);

  /** Hears that the recording ends here; gives the segments that are left. */
  List<Segment> end();

  /** The first sample that a later segment may hold: what is before it need not be kept. */
  long needed();
}
