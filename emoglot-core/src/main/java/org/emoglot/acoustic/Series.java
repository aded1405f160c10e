package org.emoglot.acoustic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Statistics of a series of values; those of an empty one are 0. */
final class Series {

  private static final double NO_VARIATION = 1e-9;

  private Series() {}

  static double mean(double[] x) {
    return Arrays.stream(x).average().orElse(0);
  }

  /** Square root of the mean square about the mean. */
  static double deviation(double[] x) {
    double mean = mean(x);
    return Math.sqrt(
        Arrays.stream(x).map(value -> (value - mean) * (value - mean)).average().orElse(0));
  }

  /** By linear interpolation between its two neighbours. */
  static double percentile(double[] x, double percent) {
    if (x.length == 0) {
      return 0;
    }
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double at = percent / 100 * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Log of the mean of the exponentials: the level of powers given by their logarithms. */
  static double logMeanExp(double[] x) {
    return Math.log(Arrays.stream(x).map(Math::exp).average().orElse(1));
  }

  /** Pearson's; 0 where one of both does not vary. */
  static double correlation(double[] x, double[] y) {
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double scale = Math.sqrt(xx * yy);
    return scale > NO_VARIATION ? xy / scale : 0;
  }

  /** The values at which a mask is set. */
  static double[] where(boolean[] mask, double[] x) {
    return IntStream.range(0, x.length).filter(i -> mask[i]).mapToDouble(i -> x[i]).toArray();
  }

  /** From each value to the next. */
  static double[] steps(double[] x) {
    return IntStream.range(0, x.length - 1).mapToDouble(i -> x[i + 1] - x[i]).toArray();
  }

  /** Half of the way from the value before to the one after; at the ends, to the only neighbour. */
  static double[] gradient(double[] x) {
    int last = x.length - 1;
    return IntStream.rangeClosed(0, last)
        .mapToDouble(
            i ->
                i == 0 || i == last
                    ? x[Math.min(last, i + 1)] - x[Math.max(0, i - 1)]
                    : (x[i + 1] - x[i - 1]) / 2)
        .toArray();
  }

  /** Medians of each value with so many before and after it; the ends are repeated. */
  static double[] medians(double[] x, int reach) {
    double[] out = new double[x.length];
    double[] around = new double[2 * reach + 1];
    for (int i = 0; i < x.length; i++) {
      for (int j = -reach; j <= reach; j++) {
        around[j + reach] = x[Math.min(x.length - 1, Math.max(0, i + j))];
      }
      double[] sorted = around.clone();
      Arrays.sort(sorted);
      out[i] = sorted[reach];
    }
    return out;
  }

  /**
   * Means of each value with its neighbours under a window of odd length; the ends are repeated.
   */
  static double[] smooth(double[] x, double[] window) {
    int reach = window.length / 2;
    double sum = Arrays.stream(window).sum();
    return IntStream.range(0, x.length)
        .mapToDouble(
            i ->
                IntStream.range(0, window.length)
                        .mapToDouble(
                            j -> window[j] * x[Math.min(x.length - 1, Math.max(0, i + j - reach))])
                        .sum()
                    / sum)
        .toArray();
  }

  /** Lengths of the stretches in which a mask is set. */
  static double[] runs(boolean[] mask) {
    List<Integer> lengths = new ArrayList<>();
    int length = 0;
    for (int i = 0; i <= mask.length; i++) {
      if (i < mask.length && mask[i]) {
        length++;
      } else if (length > 0) {
        lengths.add(length);
        length = 0;
      }
    }
    return lengths.stream().mapToDouble(Integer::doubleValue).toArray();
  }
}
