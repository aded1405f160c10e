package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plans batches: sequences sorted by length so that little is padding, and packed by their size
 * rather than by their number so that memory stays bounded.
 */
public final class Batches {

  private Batches() {}

  /**
   * Which sequences go together.
   *
   * @param lengths of the sequences, in any unit
   * @param mostPadded the largest batch in the same unit, padding included; a longer sequence is
   *     alone
   * @param mostSequences in one batch, at least 1
   * @return the indices of every sequence once, shortest first; equal ones in the given order
   */
  public static List<List<Integer>> byLength(int[] lengths, long mostPadded, int mostSequences) {
    List<Integer> sorted =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> lengths[i]))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int start = 0;
    while (start < sorted.size()) {
      int end = start + 1;
      while (end < sorted.size()
          && end - start < mostSequences
          && (long) lengths[sorted.get(end)] * (end - start + 1) <= mostPadded) {
        end++;
      }
      batches.add(sorted.subList(start, end));
      start = end;
    }
    return batches;
  }
}
