package org.emoglot.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.emoglot.data.Utterance;

/**
 * Random batches of a fixed size: the utterances in a seeded order, every one once before any comes
 * again. Epoch e is the permutation of seed and e; a batch may begin in one epoch and end in the
 * next. The order of the utterances does not matter.
 */
public final class RandomSampler implements BatchSampler {

  /** Keeps the numbers of this sampler apart from those that others draw with the same seed. */
  private static final long STREAM = 1;

  private final List<Utterance> utterances;
  private final int batchSize;
  private final long seed;

  /**
   * A sampler.
   *
   * @param utterances at least one
   * @param batchSize at least 1
   */
  public RandomSampler(List<Utterance> utterances, int batchSize, long seed) {
    if (utterances.isEmpty() || batchSize < 1) {
      throw new IllegalArgumentException(
          "Expected utterances and a batch size of at least 1, found %d utterances and size %d."
              .formatted(utterances.size(), batchSize));
    }
    this.utterances = utterances.stream().sorted(Comparator.comparing(Utterance::id)).toList();
    this.batchSize = batchSize;
    this.seed = seed;
  }

  @Override
  public List<Utterance> batch(long step) {
    long position = Math.multiplyExact(step, (long) batchSize);
    List<Utterance> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize) {
      long epoch = position / utterances.size();
      int from = (int) (position % utterances.size());
      int to = Math.min(utterances.size(), from + batchSize - batch.size());
      batch.addAll(SeededRandom.of(seed, STREAM, epoch).shuffled(utterances).subList(from, to));
      position += to - from;
    }
    return List.copyOf(batch);
  }
}
