package org.emoglot.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.emoglot.tensor.Streams;

/**
 * Plans batches: sequences sorted by length so that those of one length attend together, and packed
 * by their frames rather than by their number so that memory stays bounded.
 */
public final class Batches {

  /**
   * All weights are read from memory once for each batch, which at half of it still costs a
   * fiftieth of the time; more would only take more memory.
   */
  private static final int FRAMES = 4096;

  /** Of a batch for a thread alone, however many threads there are: 10 s of most encoders. */
  private static final int FEWEST_FRAMES = 512;

  /** The share of an even batch in the largest from which on sharing out pays. */
  private static final double EVEN_SHARE = 0.75;

  private Batches() {}

  /**
   * Does work on sequences in batches. On several threads they are shared out, so that each thread
   * works on batches of its own; unless they are too few or too long for that, and each operation
   * takes all threads. The batches only depend on the lengths and the number of threads.
   *
   * @param frames of each sequence
   * @param work is given the indices of the sequences of a batch, shortest first; each index once
   */
  public static void forEach(int[] frames, Consumer<List<Integer>> work) {
    int threads = Streams.count();
    int most = Math.max(FRAMES / threads, FEWEST_FRAMES);
    List<Integer> all = sorted(frames);
    List<Integer> shared = all.stream().filter(i -> frames[i] <= most).toList();
    List<List<Integer>> batches = balanced(shared, frames, most, threads);
    if (threads == 1 || isUneven(batches, frames)) {
      packed(all, frames, FRAMES).forEach(work);
      return;
    }
    Streams.forEach(batches.stream().filter(batch -> !batch.isEmpty()).toList(), work);
    packed(all.subList(shared.size(), all.size()), frames, FRAMES).forEach(work);
  }

  /**
   * Batches of about equal size, so many for each thread that none is much larger than {@code
   * most}: each sequence, longest first, goes to the smallest.
   */
  private static List<List<Integer>> balanced(
      List<Integer> sequences, int[] frames, int most, int threads) {
    long total = sum(sequences, frames);
    long rounds = Math.max(1, (total + (long) most * threads - 1) / ((long) most * threads));
    int count = Math.toIntExact(rounds * threads);
    List<List<Integer>> batches = new ArrayList<>();
    long[] sizes = new long[count];
    for (int i = 0; i < count; i++) {
      batches.add(new ArrayList<>());
    }
    for (int i = sequences.size() - 1; i >= 0; i--) {
      int sequence = sequences.get(i);
      int smallest = 0;
      for (int batch = 1; batch < count; batch++) {
        smallest = sizes[batch] < sizes[smallest] ? batch : smallest;
      }
      batches.get(smallest).add(0, sequence);
      sizes[smallest] += frames[sequence];
    }
    return batches;
  }

  /** Whether the largest would take a thread longer than all threads gain. */
  private static boolean isUneven(List<List<Integer>> batches, int[] frames) {
    long largest = batches.stream().mapToLong(batch -> sum(batch, frames)).max().orElse(0);
    long total = batches.stream().mapToLong(batch -> sum(batch, frames)).sum();
    return largest * batches.size() * EVEN_SHARE >= total;
  }

  private static long sum(List<Integer> batch, int[] frames) {
    return batch.stream().mapToLong(i -> frames[i]).sum();
  }

  /**
   * Which sequences go together.
   *
   * @param mostFrames in one batch; a longer sequence gets its own
   */
  static List<List<Integer>> byLength(int[] frames, long mostFrames) {
    return packed(sorted(frames), frames, mostFrames);
  }

  private static List<Integer> sorted(int[] frames) {
    return IntStream.range(0, frames.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> frames[i]))
        .toList();
  }

  private static List<List<Integer>> packed(List<Integer> sorted, int[] frames, long mostFrames) {
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
