package org.emoglot.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;

/**
 * Hierarchical batches (Mi, Ma, Toda, arXiv 2606.06200): languages first, then emotions in each,
 * then utterances in each pair, so that every anchor of the contrastive loss meets its emotion in
 * several languages, however unequal the corpora are in size.
 *
 * <p>Languages and emotions are drawn uniformly without replacement. The utterances of a pair are
 * drawn without replacement, or with it where the pair has too few. The order in which the
 * utterances are given does not matter.
 */
public final class HierarchicalSampler implements BatchSampler {

  /** Keeps the numbers of this sampler apart from those that others draw with the same seed. */
  private static final long STREAM = 2;

  private final SortedMap<Language, SortedMap<String, List<Utterance>>> pairs = new TreeMap<>();
  private final HierarchicalOptions options;
  private final long seed;

  /**
   * A sampler.
   *
   * @param utterances at least one
   */
  public HierarchicalSampler(List<Utterance> utterances, HierarchicalOptions options, long seed) {
    if (utterances.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one utterance, found none.");
    }
    utterances.stream()
        .sorted(Comparator.comparing(Utterance::id))
        .forEach(
            utterance ->
                pairs
                    .computeIfAbsent(utterance.language(), unused -> new TreeMap<>())
                    .computeIfAbsent(utterance.label(), unused -> new ArrayList<>())
                    .add(utterance));
    this.options = options;
    this.seed = seed;
  }

  @Override
  public List<Utterance> batch(long step) {
    SeededRandom random = SeededRandom.of(seed, STREAM, step);
    List<Utterance> batch = new ArrayList<>();
    for (Language language : some(random, List.copyOf(pairs.keySet()), options.languages())) {
      SortedMap<String, List<Utterance>> byLabel = pairs.getOrDefault(language, new TreeMap<>());
      for (String label : some(random, List.copyOf(byLabel.keySet()), options.labels())) {
        batch.addAll(draw(random, byLabel.getOrDefault(label, List.of())));
      }
    }
    return List.copyOf(batch);
  }

  private static <T> List<T> some(SeededRandom random, List<T> items, int wanted) {
    return random.choose(items, Math.min(wanted, items.size()));
  }

  private List<Utterance> draw(SeededRandom random, List<Utterance> pair) {
    if (pair.size() >= options.utterances()) {
      return random.choose(pair, options.utterances());
    }
    List<Utterance> drawn = new ArrayList<>();
    for (int i = 0; i < options.utterances(); i++) {
      drawn.add(pair.get(random.nextInt(pair.size())));
    }
    return drawn;
  }
}
