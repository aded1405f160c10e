package org.emoglot.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.emoglot.sampling.SeededRandom;

/**
 * Confidence intervals by resampling (B. Efron: <i>Bootstrap Methods: Another Look at the
 * Jackknife</i>, Annals of Statistics 7, 1979), by the percentile method.
 *
 * <p>Stratified by class: every resample has as many clips of each class as the data. Clips of a
 * speaker are treated as independent, which they are not: the interval tells the uncertainty for
 * other clips of these speakers, not for other speakers. Where a system got all clips right, so
 * does every resample, and the interval has no width.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /** The interval of the unweighted average recall. */
  public static Interval uar(ConfusionMatrix matrix, AbsentClass absent, BootstrapOptions options) {
    return of(matrix, resample -> Metrics.uar(resample, absent), options);
  }

  /** The interval of the Macro-F1. */
  public static Interval macroF1(
      ConfusionMatrix matrix, AbsentClass absent, BootstrapOptions options) {
    return of(matrix, resample -> Metrics.macroF1(resample, absent), options);
  }

  /**
   * The interval of a measure; its ends are NaN if a resample's value is.
   *
   * @param matrix with at least one prediction
   */
  public static Interval of(
      ConfusionMatrix matrix, ToDoubleFunction<ConfusionMatrix> metric, BootstrapOptions options) {
    return of(
            Strata.of(matrix),
            matrices -> new double[] {metric.applyAsDouble(matrices.get(0))},
            options)
        .get(0);
  }

  /**
   * The intervals of several statistics of runs over the same items, such as the mean over seeds or
   * the difference of two systems. An item that is drawn is drawn in all runs: the intervals tell
   * the uncertainty for other clips of these trainings, not for other trainings.
   *
   * @param runs at least one; an interval of one run equals that of its confusion matrix
   * @param statistics from the confusion matrix of each run, in the order of the runs, to values,
   *     always as many
   * @return one interval a value
   */
  public static List<Interval> ofRuns(
      List<Answers> runs,
      Function<List<ConfusionMatrix>, double[]> statistics,
      BootstrapOptions options) {
    return of(Strata.of(runs), statistics, options);
  }

  private static List<Interval> of(
      Strata strata,
      Function<List<ConfusionMatrix>, double[]> statistics,
      BootstrapOptions options) {
    double[] found = statistics.apply(strata.matrices());
    double[][] resampled = new double[found.length][options.resamples()];
    for (int i = 0; i < options.resamples(); i++) {
      double[] values = statistics.apply(strata.resample(SeededRandom.of(options.seed(), i)));
      for (int s = 0; s < found.length; s++) {
        resampled[s][i] = values[s];
      }
    }
    double tail = (1 - options.level()) / 2;
    List<Interval> intervals = new ArrayList<>();
    for (int s = 0; s < found.length; s++) {
      intervals.add(
          new Interval(
              found[s],
              quantile(resampled[s], tail),
              quantile(resampled[s], 1 - tail),
              options.level()));
    }
    return intervals;
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
