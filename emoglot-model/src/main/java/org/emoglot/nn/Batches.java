package org.emoglot.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plans batches: sequences sorted by length so that those of one length attend together, and packed
 * by their frames rather than by their number so that memory stays bounded.
 */
public final class Batches {

  /** Enough for the full speed of a product; more would only take more memory. */
  private static final int FRAMES = 2048;

  private Batches() {}

  /**
   * Which sequences go together.
   *
   * @param frames of each sequence
   * @return the indices of every sequence once, shortest first; equal ones in the given order
   */
  public static List<List<Integer>> byLength(int[] frames) {
    return byLength(frames, FRAMES);
  }

  /**
   * Which sequences go together.
   *
   * @param mostFrames in one batch; a longer sequence gets its own
   */
  static List<List<Integer>> byLength(int[] frames, long mostFrames) {
    List<Integer> sorted =
        IntStream.range(0, frames.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> frames[i]))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    long inBatch = 0;
    for (int sequence : sorted) {
      if (!batch.isEmpty() && inBatch + frames[sequence] > mostFrames) {
        batches.add(batch);
        batch = new ArrayList<>();
        inBatch = 0;
      }
      batch.add(sequence);
      inBatch += frames[sequence];
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
