package org.emoglot.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.protocol.Plan;

/** What the predictions for a plan's evaluation are worth, by set and by corpus. */
final class TargetResults {

  private TargetResults() {}

  /**
   * On the whole target where training has seen nothing of it; on what lies outside its training
   * split where training was on other languages; and on its test split.
   *
   * @param predictions for the utterances of the evaluation, in their order
   */
  static Map<String, EvaluationResult> bySet(Plan plan, List<Prediction> predictions) {
    Map<String, EvaluationResult> results = new LinkedHashMap<>();
    if (plan.zeroShot()) {
      put(results, RunRecord.ALL, plan, predictions, u -> true);
    }
    if (plan.transfers()) {
      put(results, RunRecord.HELD_OUT, plan, predictions, u -> u.split() != Split.TRAIN);
    }
    put(results, RunRecord.TEST, plan, predictions, u -> u.split() == Split.TEST);
    return results;
  }

  /** On each corpus of the target, all that was evaluated of it. */
  static Map<String, EvaluationResult> byCorpus(Plan plan, List<Prediction> predictions) {
    Map<String, EvaluationResult> results = new LinkedHashMap<>();
    for (String corpus : plan.targetCorpora()) {
      put(results, corpus, plan, predictions, u -> u.corpus().equals(corpus));
    }
    return results;
  }

  private static void put(
      Map<String, EvaluationResult> results,
      String name,
      Plan plan,
      List<Prediction> predictions,
      Predicate<Utterance> wanted) {
    int[] rows =
        IntStream.range(0, predictions.size())
            .filter(i -> wanted.test(plan.evaluation().get(i)))
            .toArray();
    if (rows.length > 0) {
      results.put(
          name,
          EvaluationResult.of(
              plan.labels(),
              IntStream.of(rows).mapToObj(plan.evaluation()::get).toList(),
              IntStream.of(rows).mapToObj(predictions::get).toList()));
    }
  }
}
