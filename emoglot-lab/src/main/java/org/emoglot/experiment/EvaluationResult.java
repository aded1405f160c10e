package org.emoglot.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Bootstrap;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Interval;
import org.emoglot.metric.Metrics;

/**
 * How well predictions fit the labels of a set of utterances. Shares are in [0, 1]; the means leave
 * out an emotion without utterances.
 *
 * @param utterances number of utterances
 * @param uar unweighted average recall (balanced accuracy, UA)
 * @param uarLow lower end of its 95 % bootstrap interval, stratified by emotion
 * @param uarHigh upper end
 * @param macroF1 mean of the emotions' F1
 * @param accuracy share of correct answers (WA)
 * @param recall by emotion, NaN where there was no utterance
 * @param confusion counts by true, then predicted emotion
 */
public record EvaluationResult(
    long utterances,
    double uar,
    double uarLow,
    double uarHigh,
    double macroF1,
    double accuracy,
    Map<String, Double> recall,
    Map<String, Map<String, Long>> confusion) {

  /** Compares predictions with labels, both in the same order. */
  public static EvaluationResult of(
      LabelSet labels, List<Utterance> utterances, List<Prediction> predictions) {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(
            labels,
            utterances.stream().map(Utterance::label).toList(),
            predictions.stream().map(Prediction::label).toList());
    Interval interval = Bootstrap.uar(matrix, AbsentClass.SKIP, BootstrapOptions.DEFAULT);
    double[] recalls = Metrics.recall(matrix, AbsentClass.NAN);
    Map<String, Double> recall = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      recall.put(labels.name(i), recalls[i]);
    }
    return new EvaluationResult(
        matrix.total(),
        Metrics.uar(matrix, AbsentClass.SKIP),
        interval.low(),
        interval.high(),
        Metrics.macroF1(matrix, AbsentClass.SKIP),
        Metrics.accuracy(matrix),
        recall,
        matrix.byName());
  }
}
