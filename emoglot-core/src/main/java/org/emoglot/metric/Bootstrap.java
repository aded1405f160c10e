package org.emoglot.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.emoglot.sampling.SeededRandom;

/**
 * Confidence intervals by resampling (B. Efron: <i>Bootstrap Methods: Another Look at the
 * Jackknife</i>, Annals of Statistics 7, 1979), by the percentile method.
 *
 * <p>Stratified by class: every resample has as many clips of each class as the data. All measures
 * here depend on the confusion matrix alone, so a resample draws each row anew from its own
 * distribution instead of drawing clips. Clips of a speaker are treated as independent, which they
 * are not: the interval tells the uncertainty for other clips of these speakers, not for other
 * speakers.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /** The interval of the unweighted average recall. */
  public static Interval uar(ConfusionMatrix matrix, AbsentClass absent, BootstrapOptions options) {
    return of(matrix, resample -> Metrics.uar(resample, absent), options);
  }

  /**
   * The interval of a measure; its ends are NaN if a resample's value is.
   *
   * @param matrix with at least one prediction
   */
  public static Interval of(
      ConfusionMatrix matrix, ToDoubleFunction<ConfusionMatrix> metric, BootstrapOptions options) {
    double[] values = new double[options.resamples()];
    for (int i = 0; i < values.length; i++) {
      values[i] = metric.applyAsDouble(resample(matrix, SeededRandom.of(options.seed(), i)));
    }
    double tail = (1 - options.level()) / 2;
    return new Interval(
        metric.applyAsDouble(matrix),
        quantile(values, tail),
        quantile(values, 1 - tail),
        options.level());
  }

  private static ConfusionMatrix resample(ConfusionMatrix matrix, SeededRandom random) {
    int classes = matrix.labels().size();
    long[][] counts = new long[classes][classes];
    for (int truth = 0; truth < classes; truth++) {
      int support = Math.toIntExact(matrix.support(truth));
      for (int n = 0; n < support; n++) {
        counts[truth][draw(matrix, truth, random.nextInt(support))]++;
      }
    }
    return ConfusionMatrix.of(matrix.labels(), counts);
  }

  /** The prediction of the clip at a position, when a row's clips are ordered by prediction. */
  private static int draw(ConfusionMatrix matrix, int truth, int position) {
    int predicted = 0;
    long before = matrix.count(truth, 0);
    while (position >= before) {
      predicted++;
      before += matrix.count(truth, predicted);
    }
    return predicted;
  }

  /** Linear between neighbours, as NumPy's default. */
  static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    double position = q * (sorted.length - 1);
    int low = (int) Math.floor(position);
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
  }
}
