package org.emoglot.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;

/**
 * How often sets of answers hold the truth, and how much they leave open.
 *
 * @param wanted coverage that the model states, in (0, 1]
 * @param coverage share of utterances whose label is in their set, in [0, 1]
 * @param size mean number of labels in a set
 * @param sizes utterances by the number of labels in their set, from 1 to K
 * @param coverageByLabel the coverage of each emotion; NaN where there was no utterance
 */
public record AnswerSetResult(
    double wanted,
    double coverage,
    double size,
    Map<Integer, Long> sizes,
    Map<String, Double> coverageByLabel) {

  /** What a model gives that gives no sets. */
  private static final AnswerSetResult NONE =
      new AnswerSetResult(0, Double.NaN, Double.NaN, Map.of(), Map.of());

  /**
   * Compares sets with labels, both in the same order; at least one.
   *
   * @param confidence of the model that gave the answers
   */
  public static AnswerSetResult of(
      LabelSet labels,
      List<Utterance> utterances,
      List<Prediction> predictions,
      Confidence confidence) {
    AnswerSets sets = confidence.answerSets();
    if (!sets.exist()) {
      return NONE;
    }
    Map<Integer, Long> sizes = new LinkedHashMap<>();
    for (int size = 1; size <= labels.size(); size++) {
      int wanted = size;
      sizes.put(size, predictions.stream().filter(p -> p.answers().size() == wanted).count());
    }
    Map<String, Double> byLabel = new LinkedHashMap<>();
    labels.names().forEach(label -> byLabel.put(label, coverage(label, utterances, predictions)));
    return new AnswerSetResult(
        sets.coverage(),
        coverage("", utterances, predictions),
        predictions.stream().mapToInt(p -> p.answers().size()).average().orElse(Double.NaN),
        sizes,
        byLabel);
  }

  /** Whether the model gives sets. */
  public boolean exists() {
    return wanted > 0;
  }

  /** Of the utterances of a label, or of all for an empty one. */
  private static double coverage(
      String label, List<Utterance> utterances, List<Prediction> predictions) {
    int all = 0;
    int covered = 0;
    for (int i = 0; i < utterances.size(); i++) {
      String truth = utterances.get(i).label();
      if (label.isEmpty() || truth.equals(label)) {
        all++;
        covered += predictions.get(i).answers().contains(truth) ? 1 : 0;
      }
    }
    return (double) covered / all;
  }
}
