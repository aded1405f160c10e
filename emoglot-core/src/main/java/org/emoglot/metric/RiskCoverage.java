package org.emoglot.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the error falls as the least confident answers are left out: the risk-coverage curve (R.
 * El-Yaniv and Y. Wiener, <i>On the foundations of noise-free selective classification</i>, JMLR
 * 11, 2010). Answers of the same confidence stay together; their errors count as spread evenly.
 *
 * @param error share of wrong answers among all, in [0, 1]
 * @param area under the curve, in [0, 1]: the mean over n of the error of the n most confident
 *     answers (Y. Geifman and R. El-Yaniv, NIPS 2017); {@code error} is what random confidences
 *     would give
 * @param points of the curve at every percent of the answers, from few to all
 */
public record RiskCoverage(double error, double area, List<Point> points) {

  private static final int PERCENT = 100;

  /**
   * The answers that are left.
   *
   * @param answered their share of all, in (0, 1]
   * @param error share of wrong ones among them, in [0, 1]
   * @param confidence of the least confident of them
   */
  public record Point(double answered, double error, double confidence) {}

  public RiskCoverage {
    points = List.copyOf(points);
  }

  /**
   * The curve of some answers, at least one.
   *
   * @param probabilities (N, K), each row summing to 1
   * @param truth (N) label indices
   */
  public static RiskCoverage of(double[][] probabilities, int[] truth) {
    Scores.check(probabilities, truth);
    List<Integer> order =
        IntStream.range(0, truth.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -confidence(probabilities[i])))
            .toList();
    double[] errors = new double[truth.length]; // of the n + 1 most confident answers
    double before = 0;
    for (int from = 0, to; from < errors.length; from = to) {
      double confidence = confidence(probabilities[order.get(from)]);
      double wrong = 0;
      for (to = from; to < errors.length; to++) {
        int i = order.get(to);
        if (confidence(probabilities[i]) != confidence) {
          break;
        }
        wrong += Scores.highest(probabilities[i]) == truth[i] ? 0 : 1;
      }
      for (int n = from; n < to; n++) {
        errors[n] = (before + wrong * (n - from + 1) / (to - from)) / (n + 1);
      }
      before += wrong;
    }
    List<Point> points = new ArrayList<>();
    for (int percent = 1; percent <= PERCENT; percent++) {
      int n = Math.max(1, (int) Math.round((double) percent / PERCENT * errors.length));
      points.add(
          new Point(
              (double) n / errors.length,
              errors[n - 1],
              confidence(probabilities[order.get(n - 1)])));
    }
    double area = 0;
    for (double error : errors) {
      area += error / errors.length;
    }
    return new RiskCoverage(errors[errors.length - 1], area, points);
  }

  /** The point at a share of the answers, in percent from 1 to 100. */
  public Point at(int percent) {
    return points.get(percent - 1);
  }

  private static double confidence(double[] row) {
    return row[Scores.highest(row)];
  }
}
