package org.emoglot.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The area under the receiver operating characteristic: the probability that a clip of a class gets
 * a higher score for it than a clip of another class, ties counting half. T. Fawcett: <i>An
 * introduction to ROC analysis</i>, Pattern Recognition Letters 27, 2006. It is computed as the
 * statistic of Mann and Whitney divided by the number of pairs.
 */
public final class RocAuc {

  private RocAuc() {}

  /**
   * Each class against all others. Equals scikit-learn's {@code roc_auc_score} of one class.
   *
   * @param scores (N, K), such as probabilities
   * @param truth (N) label indices
   * @return (K) in [0, 1], 0.5 is chance; NaN for a class that no clip or every clip has
   */
  public static double[] oneVersusRest(double[][] scores, int[] truth) {
    Scores.check(scores, truth);
    double[] areas = new double[scores[0].length];
    for (int k = 0; k < areas.length; k++) {
      int label = k;
      areas[k] =
          area(
              Arrays.stream(scores).mapToDouble(row -> row[label]).toArray(),
              i -> truth[i] == label);
    }
    return areas;
  }

  /** The mean over the classes that have an area; NaN if none has. */
  public static double macro(double[] areas) {
    return Arrays.stream(areas).filter(area -> !Double.isNaN(area)).average().orElse(Double.NaN);
  }

  private static double area(double[] scores, IntPredicate positive) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double ranks = 0;
    long positives = 0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        end++;
      }
      double rank = (start + 1 + end) / 2.0; // equal scores share their mean rank
      for (int i = start; i < end; i++) {
        if (positive.test(order[i])) {
          ranks += rank;
          positives++;
        }
      }
      start = end;
    }
    long negatives = scores.length - positives;
    return positives == 0 || negatives == 0
        ? Double.NaN
        : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }
}
