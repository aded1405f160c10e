package org.emoglot.sampling;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.data.Utterance;

/**
 * Weights of utterances by which every corpus counts the same, and every emotion within a corpus,
 * however many utterances either has.
 */
public final class BalancedWeights {

  private BalancedWeights() {}

  private record Kind(String corpus, String label) {

    static Kind of(Utterance utterance) {
      return new Kind(utterance.corpus(), utterance.label());
    }
  }

  /** The weight of each utterance, in the same order; their sum is 1. */
  public static double[] of(List<Utterance> utterances) {
    Map<Kind, Long> clips =
        utterances.stream().collect(Collectors.groupingBy(Kind::of, Collectors.counting()));
    Map<String, Long> emotions =
        clips.keySet().stream().collect(Collectors.groupingBy(Kind::corpus, Collectors.counting()));
    return utterances.stream()
        .mapToDouble(
            utterance ->
                1.0
                    / emotions.size()
                    / emotions.getOrDefault(utterance.corpus(), 0L)
                    / clips.getOrDefault(Kind.of(utterance), 0L))
        .toArray();
  }
}
