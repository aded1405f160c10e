package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.emoglot.corpus.LabelSet;

/**
 * What a classifier says of one clip.
 *
 * @param scores probability of every label, best first, summing to 1
 */
public record Prediction(List<Score> scores) {

  /**
   * One label's share.
   *
   * @param label emotion name
   * @param score probability in [0, 1]
   */
  public record Score(String label, double score) {}

  public Prediction {
    scores = scores.stream().sorted(Comparator.comparingDouble(Score::score).reversed()).toList();
  }

  /** The label with the highest probability. */
  public String label() {
    return scores.get(0).label();
  }

  /** The softmax of {@code labels.size()} logits. */
  static Prediction ofLogits(LabelSet labels, float[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit - highest);
    }
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      scores.add(new Score(labels.name(i), Math.exp(logits[i] - highest) / total));
    }
    return new Prediction(scores);
  }
}
