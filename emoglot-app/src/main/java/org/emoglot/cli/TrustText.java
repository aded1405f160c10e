package org.emoglot.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emoglot.experiment.AnswerSetResult;
import org.emoglot.metric.RiskCoverage;

/** The part of an evaluation that says how far to trust single answers, for people. */
final class TrustText {

  /** Shares of the answers whose error is shown. */
  private static final int[] PERCENT = {100, 90, 75, 50, 25};

  /** Clips without speech that are named; the JSON names all. */
  private static final int SHOWN = 10;

  private TrustText() {}

  /** Calibration, sets of answers, and the error of the most confident answers. */
  static String of(Evaluation evaluation) {
    return "ECE (calibration error): %s; fitted to %s%n%s%s"
        .formatted(
            EvaluationText.percent(evaluation.calibration().ece()),
            evaluation.calibrated().id(),
            sets(evaluation.answerSets()),
            curve(evaluation.riskCoverage()));
  }

  private static String sets(AnswerSetResult sets) {
    return sets.exists()
        ? String.format(
            Locale.ROOT,
            "sets of answers: %s hold the truth (%.0f %% wanted); %.2f emotions in the mean%n",
            EvaluationText.percent(sets.coverage()),
            100 * sets.wanted(),
            sets.size())
        : "";
  }

  private static String curve(RiskCoverage curve) {
    return String.format(
        Locale.ROOT,
        "error of the most confident answers: %s; area under the curve %.3f%n",
        IntStream.of(PERCENT)
            .mapToObj(
                percent ->
                    "%s of %d %%"
                        .formatted(EvaluationText.percent(curve.at(percent).error()), percent))
            .collect(Collectors.joining(", ")),
        curve.area());
  }

  /** Which clips have no detected speech, if any. */
  static String withoutSpeech(Evaluation evaluation) {
    List<String> ids = evaluation.withoutSpeech();
    if (ids.isEmpty()) {
      return "";
    }
    String more = ids.size() > SHOWN ? " and %d more".formatted(ids.size() - SHOWN) : "";
    return "%d of %d clips have no detected speech, and were answered all the same: %s%s.%n"
        .formatted(
            ids.size(),
            evaluation.result().utterances(),
            String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size()))),
            more);
  }
}
