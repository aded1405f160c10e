package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.emoglot.data.LabelSet;

/**
 * What a classifier says of one clip.
 *
 * @param scores probability of every label, best first, summing to 1; none without speech
 * @param uncertain whether the highest is below what the model asks of an answer; it is the best
 *     guess all the same
 * @param answers the labels that are possible, likeliest first: a set that contains the truth with
 *     the chance that {@link AnswerSets#coverage()} states, on average over languages that the
 *     model has not heard; none without speech, or from a model that gives no sets
 */
public record Prediction(List<Score> scores, boolean uncertain, List<String> answers) {

  /** The answer to a clip without speech, which has no label. */
  public static final Prediction NO_SPEECH = new Prediction(List.of(), false);

  /**
   * One label's share.
   *
   * @param label emotion name
   * @param score probability in [0, 1]
   */
  public record Score(String label, double score) {}

  public Prediction {
    scores = sorted(scores);
    answers = List.copyOf(answers);
  }

  /** An answer without a set. */
  public Prediction(List<Score> scores, boolean uncertain) {
    this(scores, uncertain, List.of());
  }

  private static List<Score> sorted(List<Score> scores) {
    return scores.stream().sorted(Comparator.comparingDouble(Score::score).reversed()).toList();
  }

  /** Whether there is speech in the clip; without it there is neither a label nor a score. */
  public boolean speech() {
    return !scores.isEmpty();
  }

  /**
   * The label with the highest probability.
   *
   * @throws IllegalStateException if there is none: see {@link #speech()}
   */
  public String label() {
    if (!speech()) {
      throw new IllegalStateException("A clip without speech has no label: ask speech() first.");
    }
    return scores.get(0).label();
  }

  /** The probability of one label; 0 for a label that the classifier does not know. */
  public double score(String label) {
    return scores.stream()
        .filter(score -> score.label().equals(label))
        .mapToDouble(Score::score)
        .findFirst()
        .orElse(0);
  }

  /** Probabilities, compared to the thresholds. */
  static Prediction of(List<Score> scores, Confidence confidence) {
    List<Score> best = sorted(scores);
    return new Prediction(
        best, best.get(0).score() < confidence.rejectBelow(), confidence.answerSets().of(best));
  }

  /** The softmax of {@code labels.size()} logits over the temperature. */
  public static Prediction ofLogits(LabelSet labels, float[] logits, Confidence confidence) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double total = 0;
    for (float logit : logits) {
      total += Math.exp((logit - highest) / confidence.temperature());
    }
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double share = Math.exp((logits[i] - highest) / confidence.temperature());
      scores.add(new Score(labels.name(i), share / total));
    }
    return of(scores, confidence);
  }
}
