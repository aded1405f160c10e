package org.emoglot.classifier;

import java.util.Arrays;
import java.util.List;
import org.emoglot.metric.Temperature;

/**
 * How far to trust the probabilities of a model, fitted only on validation clips of the training
 * languages.
 *
 * <p>Logits are divided by the temperature (see {@link Temperature}), which changes no label. An
 * answer whose highest probability is below the threshold is uncertain: the reject option of C. K.
 * Chow, <i>On optimum recognition error and reject tradeoff</i>, IEEE Trans. Information Theory
 * 16(1), 1970.
 *
 * @param temperature positive; 1 changes nothing
 * @param rejectBelow probability in [0, 1] that an answer needs; 0 accepts every answer
 */
public record Confidence(double temperature, double rejectBelow) {

  /** For a model without fitted values: unchanged probabilities, and no uncertain answer. */
  public static final Confidence NONE = new Confidence(1, 0);

  /** One in so many validation answers is rejected: those that are least sure. */
  private static final int ONE_IN = 10;

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

  /**
   * The likeliest temperature, expected about 1, and the threshold that rejects the least confident
   * tenth of the given answers.
   *
   * @param logits (N, K) of validation clips
   * @param truth (N) label indices
   * @return {@link #NONE} for no clips
   */
  public static Confidence fit(List<float[]> logits, int[] truth) {
    if (logits.isEmpty()) {
      return NONE;
    }
    double[][] values = logits.stream().map(Confidence::widened).toArray(double[][]::new);
    Temperature temperature = Temperature.fit(values, truth, Temperature.Prior.ABOUT_ONE);
    double[] confidence =
        Arrays.stream(values)
            .mapToDouble(row -> Arrays.stream(temperature.probabilities(row)).max().orElseThrow())
            .sorted()
            .toArray();
    return new Confidence(temperature.value(), Math.min(1, confidence[confidence.length / ONE_IN]));
  }

  private static double[] widened(float[] row) {
    double[] values = new double[row.length];
    Arrays.setAll(values, k -> row[k]);
    return values;
  }
}
