package org.emoglot.classifier;

import java.util.List;

/**
 * How the set of answers is formed that contains the true emotion with a stated chance: of every
 * emotion whose probability is high enough, and of the likeliest in any case (M. Sadinle, J. Lei
 * and L. Wasserman, <i>Least ambiguous set-valued classifiers with bounded error levels</i>,
 * Journal of the American Statistical Association 114, 2019).
 *
 * @param coverage share of clips, in [0, 1], whose true emotion is to be in their set; 0 of a model
 *     that gives no sets
 * @param includeFrom probability in [0, 1] from which an emotion is in the set
 */
public record AnswerSets(double coverage, double includeFrom) {

  /** Of a model that gives no sets. */
  public static final AnswerSets NONE = new AnswerSets(0, 1);

  public AnswerSets {
    if (!(coverage >= 0 && coverage <= 1 && includeFrom >= 0 && includeFrom <= 1)) {
      throw new IllegalArgumentException(
          "Expected a coverage and a probability from 0 to 1, found %s and %s."
              .formatted(coverage, includeFrom));
    }
  }

  /** Whether the model gives sets. */
  public boolean exist() {
    return coverage > 0;
  }

  /** The labels in the set, in the order of the scores, which are best first; none without sets. */
  List<String> of(List<Prediction.Score> scores) {
    return exist()
        ? scores.stream()
            .filter(score -> score == scores.get(0) || score.score() >= includeFrom)
            .map(Prediction.Score::label)
            .toList()
        : List.of();
  }
}
