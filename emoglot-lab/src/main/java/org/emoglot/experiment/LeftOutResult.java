package org.emoglot.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.metric.Calibration;
import org.emoglot.metric.CalibrationOptions;
import org.emoglot.metric.RiskCoverage;
import org.emoglot.train.LeftOutLanguages;

/**
 * What to expect of a new language, by a training language that was left out: a head that was
 * fitted without it answered its training and validation clips. Temperature, threshold and sets
 * come from the answers to the other languages that were left out.
 *
 * @param confidence from the other languages
 * @param result figures of the answers
 * @param rejection how many of them are uncertain, and the figures of the rest
 * @param ece expected calibration error, in [0, 1]
 * @param riskCoverageArea area under the risk-coverage curve, in [0, 1]
 * @param errorOfMostConfident error of the most confident answers, by their share in percent
 * @param answerSets how often the sets of answers hold the truth
 */
public record LeftOutResult(
    Confidence confidence,
    EvaluationResult result,
    Rejection rejection,
    double ece,
    double riskCoverageArea,
    Map<Integer, Double> errorOfMostConfident,
    AnswerSetResult answerSets) {

  private static final int[] PERCENT = {100, 90, 75, 50, 25};

  /** By the code of the language. */
  static SortedMap<String, LeftOutResult> of(LabelSet labels, LeftOutLanguages found) {
    SortedMap<String, LeftOutResult> results = new TreeMap<>();
    for (Language language :
        found.utterances().stream().map(Utterance::language).distinct().toList()) {
      LeftOutLanguages others = found.only(one -> !one.equals(language));
      results.put(language.code(), of(labels, found.only(language::equals), fit(labels, others)));
    }
    return results;
  }

  /** The confidence that follows from answers to languages that were left out. */
  static Confidence fit(LabelSet labels, LeftOutLanguages found) {
    return ConfidenceFit.onLeftOutLanguages(
        found.logits(),
        truth(labels, found.utterances()),
        found.utterances().stream().map(Utterance::language).toList());
  }

  private static LeftOutResult of(
      LabelSet labels, LeftOutLanguages answers, Confidence confidence) {
    List<Utterance> utterances = answers.utterances();
    List<Prediction> predictions = new ArrayList<>();
    for (float[] logits : answers.logits()) {
      predictions.add(Prediction.ofLogits(labels, logits, confidence));
    }
    double[][] scores =
        predictions.stream()
            .map(p -> labels.names().stream().mapToDouble(p::score).toArray())
            .toArray(double[][]::new);
    int[] truth = truth(labels, utterances);
    RiskCoverage curve = RiskCoverage.of(scores, truth);
    Map<Integer, Double> errors = new LinkedHashMap<>();
    for (int percent : PERCENT) {
      errors.put(percent, curve.at(percent).error());
    }
    return new LeftOutResult(
        confidence,
        EvaluationResult.of(labels, utterances, predictions),
        Rejection.of(labels, utterances, predictions),
        Calibration.of(scores, truth, CalibrationOptions.DEFAULT).ece(),
        curve.area(),
        errors,
        AnswerSetResult.of(labels, utterances, predictions, confidence));
  }

  private static int[] truth(LabelSet labels, List<Utterance> utterances) {
    return utterances.stream().mapToInt(u -> labels.index(u.label())).toArray();
  }
}
