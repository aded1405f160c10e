package org.emoglot.experiment;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;

/**
 * The effect of rejecting uncertain answers. A threshold pays where the figures of the answered
 * utterances are better than those of all by more than their intervals are wide.
 *
 * @param uncertain utterances with an uncertain answer
 * @param share of all utterances, in [0, 1]; NaN for none
 * @param answered figures of the others; all NaN if there are none
 */
public record Rejection(long uncertain, double share, EvaluationResult answered) {

  /** Compares predictions with labels, both in the same order. */
  public static Rejection of(
      LabelSet labels, List<Utterance> utterances, List<Prediction> predictions) {
    List<Utterance> answered = new ArrayList<>();
    List<Prediction> answers = new ArrayList<>();
    for (int i = 0; i < utterances.size(); i++) {
      if (!predictions.get(i).uncertain()) {
        answered.add(utterances.get(i));
        answers.add(predictions.get(i));
      }
    }
    int uncertain = utterances.size() - answered.size();
    return new Rejection(
        uncertain,
        (double) uncertain / utterances.size(),
        EvaluationResult.of(labels, answered, answers));
  }
}
