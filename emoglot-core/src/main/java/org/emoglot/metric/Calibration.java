package org.emoglot.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a classifier's probabilities are what they say.
 *
 * <p>The <i>confidence</i> of an answer is its highest probability; the first of equal ones is the
 * answer. Bins have equal width; bin m of M holds the confidences in ((m - 1) / M, m / M], and the
 * first holds 0 too (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: <i>On Calibration of Modern
 * Neural Networks</i>, ICML 2017). The bins are the data of a reliability diagram.
 *
 * @param items number of answers, at least 1
 * @param accuracy share of right answers
 * @param confidence mean confidence; above the accuracy the classifier is too sure of itself
 * @param ece expected calibration error, in [0, 1]: the mean over answers of |accuracy -
 *     confidence| of their bin
 * @param mce maximum calibration error: the largest |accuracy - confidence| of a bin that holds an
 *     answer
 * @param nll negative log likelihood: the mean of -ln(probability of the truth), in nats; ln K for
 *     even guesses
 * @param brier mean over answers of sum_k (p_k - [k is the truth])^2, in [0, 2] (G. W. Brier, 1950)
 * @param bins from low to high confidence, the empty ones too
 */
public record Calibration(
    int items,
    double accuracy,
    double confidence,
    double ece,
    double mce,
    double nll,
    double brier,
    List<Bin> bins) {

  /**
   * The answers of similar confidence.
   *
   * @param low confidence that the bin excludes (the first bin does not)
   * @param high confidence that it includes
   * @param count number of answers
   * @param confidence their mean confidence; NaN without answers
   * @param accuracy their share of right ones; NaN without answers
   */
  public record Bin(double low, double high, int count, double confidence, double accuracy) {}

  /** Probabilities that were written with six digits sum to 1 within this. */
  private static final double SUM_TOLERANCE = 1e-4;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Measures probabilities.
   *
   * @param probabilities (N, K), each row summing to 1
   * @param truth (N) label indices
   */
  public static Calibration of(double[][] probabilities, int[] truth, CalibrationOptions options) {
    Scores.check(probabilities, truth);
    int[] counts = new int[options.bins()];
    int[] right = new int[options.bins()];
    double[] confidences = new double[options.bins()];
    double nll = 0;
    double brier = 0;
    for (int i = 0; i < truth.length; i++) {
      double[] row = probabilities[i];
      checkProbabilities(row, i);
      int answer = Scores.highest(row);
      int bin = bin(row[answer], options.bins());
      counts[bin]++;
      confidences[bin] += row[answer];
      if (answer == truth[i]) {
        right[bin]++;
      }
      nll -= Math.log(Math.max(row[truth[i]], options.smallest()));
      for (int k = 0; k < row.length; k++) {
        double error = row[k] - (k == truth[i] ? 1 : 0);
        brier += error * error;
      }
    }
    int items = truth.length;
    double ece = 0;
    double mce = 0;
    List<Bin> bins = new ArrayList<>();
    for (int m = 0; m < counts.length; m++) {
      Bin bin =
          new Bin(
              (double) m / counts.length,
              (double) (m + 1) / counts.length,
              counts[m],
              confidences[m] / counts[m],
              (double) right[m] / counts[m]);
      bins.add(bin);
      if (bin.count() > 0) {
        double gap = Math.abs(bin.accuracy() - bin.confidence());
        ece += gap * bin.count() / items;
        mce = Math.max(mce, gap);
      }
    }
    return new Calibration(
        items,
        (double) Arrays.stream(right).sum() / items,
        Arrays.stream(confidences).sum() / items,
        ece,
        mce,
        nll / items,
        brier / items,
        bins);
  }

  private static void checkProbabilities(double[] row, int position) {
    double sum = 0;
    for (double p : row) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "Expected probabilities between 0 and 1, found %s in row %d.".formatted(p, position));
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "Expected the probabilities of row %d to sum to 1, found %s.".formatted(position, sum));
    }
  }

  /** The m with {@code m/M < confidence <= (m+1)/M}, by the quotients that the bins state. */
  private static int bin(double confidence, int bins) {
    int bin = Math.min(Math.max((int) Math.ceil(confidence * bins) - 1, 0), bins - 1);
    if (bin > 0 && confidence <= (double) bin / bins) {
      return bin - 1;
    }
    if (bin < bins - 1 && confidence > (double) (bin + 1) / bins) {
      return bin + 1;
    }
    return bin;
  }
}
