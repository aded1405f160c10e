package org.emoglot.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;

/**
 * Hierarchical batches (Mi, Ma, Toda, arXiv 2606.06200): languages first, then emotions in each,
 * then utterances in each pair, so that every anchor of the contrastive loss meets its emotion in
 * several languages, however unequal the corpora are in size.
 *
 * <p>Languages and emotions are drawn uniformly without replacement. The utterances of a pair are
 * drawn without replacement, or with it where the pair has too few. With fewer languages or
 * emotions than requested, the clips are divided among the existing pairs, so every system trains
 * on batches of one size: the pairs differ by one clip at most, and which of them have one more is
 * drawn anew for each batch. The order of the utterances does not matter.
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
    List<Language> languages = some(random, List.copyOf(pairs.keySet()), options.languages());
    int drawn = languages.stream().mapToInt(l -> Math.min(options.labels(), of(l).size())).sum();
    int each = options.size() / drawn;
    Set<Integer> larger = oneMore(random, drawn, options.size() % drawn);
    List<Utterance> batch = new ArrayList<>();
    int pair = 0;
    for (Language language : languages) {
      SortedMap<String, List<Utterance>> byLabel = of(language);
      for (String label : some(random, List.copyOf(byLabel.keySet()), options.labels())) {
        int wanted = larger.contains(pair++) ? each + 1 : each;
        batch.addAll(draw(random, byLabel.getOrDefault(label, List.of()), wanted));
      }
    }
    return List.copyOf(batch);
  }

  private SortedMap<String, List<Utterance>> of(Language language) {
    return pairs.getOrDefault(language, new TreeMap<>());
  }

  /**
   * Which pairs take what is left when a batch does not divide evenly; draws nothing if it does.
   */
  private static Set<Integer> oneMore(SeededRandom random, int pairs, int left) {
    return left == 0
        ? Set.of()
        : Set.copyOf(random.choose(IntStream.range(0, pairs).boxed().toList(), left));
  }

  private static <T> List<T> some(SeededRandom random, List<T> items, int wanted) {
    return random.choose(items, Math.min(wanted, items.size()));
  }

  private static List<Utterance> draw(SeededRandom random, List<Utterance> pair, int wanted) {
    if (pair.size() >= wanted) {
      return random.choose(pair, wanted);
    }
    List<Utterance> drawn = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      drawn.add(pair.get(random.nextInt(pair.size())));
    }
    return drawn;
  }
}
