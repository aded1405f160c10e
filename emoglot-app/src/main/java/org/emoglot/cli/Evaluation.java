package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.classifier.CalibrationSource;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.AnswerSetResult;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.Rejection;
import org.emoglot.metric.Calibration;
import org.emoglot.metric.CalibrationOptions;
import org.emoglot.metric.ClassFigures;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.RiskCoverage;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.provenance.Provenance;
import org.emoglot.tensor.Precision;

/**
 * What evaluate prints and writes.
 *
 * @param model folder of the model
 * @param manifest file
 * @param split part of it, or {@code all}
 * @param precision that was asked for
 * @param engine what computed, and with which numbers
 * @param downmix what became of several channels
 * @param labels emotions told apart
 * @param heard what it declares to have heard of the corpus and its language, and whether it heard
 *     any of the clips under another name
 * @param absentClass how an emotion without utterances counts
 * @param result the figures of all answers
 * @param emotions precision, recall, F1, support and ROC AUC of each emotion
 * @param rocAuc mean of their ROC AUC, each against the rest
 * @param rejection how many of them are uncertain, and the figures of the rest
 * @param calibration how far the probabilities are what they say
 * @param riskCoverage how the error falls as the least confident answers are left out
 * @param answerSets how often the sets of answers hold the truth
 * @param calibrated what the model's temperature, threshold and sets were fitted to
 * @param withoutSpeech ids of the clips in which the detector finds no speech; they have an answer
 *     all the same
 * @param adapted clips without labels that the model was adapted to, and which of them were left
 *     out here
 * @param provenance what made them
 */
record Evaluation(
    String model,
    String manifest,
    String split,
    Precision precision,
    String engine,
    String downmix,
    List<String> labels,
    HeardCheck heard,
    String absentClass,
    EvaluationResult result,
    List<ClassFigures> emotions,
    double rocAuc,
    Rejection rejection,
    Calibration calibration,
    RiskCoverage riskCoverage,
    AnswerSetResult answerSets,
    CalibrationSource calibrated,
    List<String> withoutSpeech,
    AdaptedClips adapted,
    Provenance provenance) {

  /**
   * Of a model's answers.
   *
   * @param manifest of which the utterances are a part
   * @param split the name of that part
   * @param classifier the model
   * @param withoutSpeech ids of the utterances in which no speech was found
   * @param adapted what it was adapted to
   * @param copies which of the utterances it heard under another name
   */
  static Evaluation of(
      ModelOptions model,
      Precision precision,
      Path manifestFile,
      Manifest manifest,
      String split,
      EmotionClassifier classifier,
      List<Utterance> utterances,
      List<Prediction> predictions,
      List<String> withoutSpeech,
      AdaptedClips adapted,
      HeardCopies copies) {
    LabelSet labels = classifier.labels();
    double[][] scores = scores(labels, predictions);
    int[] truth = utterances.stream().mapToInt(u -> labels.index(u.label())).toArray();
    List<ClassFigures> emotions =
        ClassFigures.of(confusion(labels, utterances, predictions), scores, truth);
    return new Evaluation(
        model.folder().toString(),
        manifestFile.toString(),
        split,
        precision,
        classifier.engine(),
        model.downmix().id(),
        labels.names(),
        HeardCheck.of(utterances, classifier.heard()).with(copies),
        EvaluationText.ABSENT_CLASS,
        EvaluationResult.of(labels, utterances, predictions),
        emotions,
        ClassFigures.macroRocAuc(emotions),
        Rejection.of(labels, utterances, predictions),
        Calibration.of(scores, truth, CalibrationOptions.DEFAULT),
        RiskCoverage.of(scores, truth),
        AnswerSetResult.of(labels, utterances, predictions, classifier.confidence()),
        classifier.confidence().calibration(),
        List.copyOf(withoutSpeech),
        adapted,
        EvaluationProvenance.of(model.folder(), manifest));
  }

  private static double[][] scores(LabelSet labels, List<Prediction> predictions) {
    return predictions.stream()
        .map(p -> labels.names().stream().mapToDouble(p::score).toArray())
        .toArray(double[][]::new);
  }

  /** Which emotion was taken for which. */
  static ConfusionMatrix confusion(
      LabelSet labels, List<Utterance> utterances, List<Prediction> predictions) {
    return ConfusionMatrix.of(
        labels,
        utterances.stream().map(Utterance::label).toList(),
        predictions.stream().map(Prediction::label).toList());
  }
}
