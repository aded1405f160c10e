package org.emoglot.classifier;

import org.emoglot.metric.Temperature;

/**
 * How far to trust the probabilities of a model; a {@link ConfidenceFit} finds it.
 *
 * <p>Logits are divided by the temperature (see {@link Temperature}), which changes no label. An
 * answer whose highest probability is below the threshold is uncertain: the reject option of C. K.
 * Chow, <i>On optimum recognition error and reject tradeoff</i>, IEEE Trans. Information Theory
 * 16(1), 1970.
 *
 * @param temperature positive; 1 changes nothing
 * @param rejectBelow probability in [0, 1] that an answer needs; 0 accepts every answer
 * @param answerSets which emotions an answer leaves possible
 * @param calibration what these were fitted to
 */
public record Confidence(
    double temperature, double rejectBelow, AnswerSets answerSets, CalibrationSource calibration) {

  /** For a model without fitted values: unchanged probabilities, and no uncertain answer. */
  public static final Confidence NONE =
      new Confidence(1, 0, AnswerSets.NONE, CalibrationSource.NOTHING);

  public Confidence {
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "Expected a positive temperature, found %s.".formatted(temperature));
    }
    if (!(rejectBelow >= 0 && rejectBelow <= 1)) {
      throw new IllegalArgumentException(
          "Expected a threshold from 0 to 1, found %s.".formatted(rejectBelow));
    }
  }

  /** As models of earlier versions have it: without sets, from validation clips. */
  public Confidence(double temperature, double rejectBelow) {
    this(temperature, rejectBelow, AnswerSets.NONE, CalibrationSource.VALIDATION_CLIPS);
  }
}
