package org.emoglot.metric;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Temperature scaling: divides logits by one number T before the softmax, to minimise the negative
 * log likelihood (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: <i>On Calibration of Modern Neural
 * Networks</i>, ICML 2017). Answers stay the same; T above 1 makes them less sure.
 *
 * <p>In b = 1/T the mean of ln(sum_k exp(b z_k)) - b z_y is convex, with the derivative mean(E_p[z]
 * - z_y), which only grows. T is where that crosses zero, found by halving. Where it does not
 * cross, because every answer is right (T to 0) or the answers are worse than a guess (T to
 * infinity), T is the end of its range.
 *
 * @param value T, in [{@link #LOWEST}, {@link #HIGHEST}]
 * @param before negative log likelihood at T = 1, in nats, of the logits that T was fitted to
 * @param after the same at T
 */
public record Temperature(double value, double before, double after) {

  public static final double LOWEST = 0.01;
  public static final double HIGHEST = 100;

  /** Halvings of the range of ln T, 9.2: past the precision of a double. */
  private static final int HALVINGS = 60;

  /** Steps of ln T in the search for the likeliest temperature, before it is refined. */
  private static final int STEPS = 256;

  /** What is left of an interval in each step of the golden-section search. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /**
   * The prior of T: ln T is normally distributed.
   *
   * @param mean of ln T
   * @param deviation of ln T, positive
   */
  public record Prior(double mean, double deviation) {

    /**
     * T lies about 1. The trainings of docs/results/local-nine, fitted without a prior, have T
     * between 0.64 and 1.29, a deviation of ln T of 0.2; since other encoders will differ more, 0.5
     * is taken, so that 19 of 20 temperatures are expected between 0.37 and 2.7.
     */
    public static final Prior ABOUT_ONE = new Prior(0, 0.5);

    public Prior {
      if (!(deviation > 0 && Double.isFinite(deviation) && Double.isFinite(mean))) {
        throw new IllegalArgumentException(
            "Expected a finite mean and a positive deviation, found %s and %s."
                .formatted(mean, deviation));
      }
    }

    /** -ln of the density at ln T, but for a constant. */
    private double cost(double lnT) {
      double z = (lnT - mean) / deviation;
      return z * z / 2;
    }
  }

  /**
   * The temperature of least negative log likelihood.
   *
   * @param logits (N, K) of validation clips, finite; logarithms of probabilities serve as well
   * @param truth (N) label indices
   */
  public static Temperature fit(double[][] logits, int[] truth) {
    checkFinite(logits, truth);
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    // The derivative by b is positive where b is too high, that is, T too low.
    double fitted;
    if (slope(logits, truth, LOWEST) <= 0) {
      fitted = LOWEST;
    } else if (slope(logits, truth, HIGHEST) >= 0) {
      fitted = HIGHEST;
    } else {
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (slope(logits, truth, Math.exp(middle)) > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      fitted = Math.exp((low + high) / 2);
    }
    double[] weights = even(truth);
    return new Temperature(
        fitted, nll(logits, truth, weights, 1), nll(logits, truth, weights, fitted));
  }

  /**
   * The likeliest temperature, given validation clips and a prior (maximum a posteriori). Where the
   * clips say much it is that of least negative log likelihood; where they say little, as when all
   * of them are answered rightly, the prior keeps it from an end of the range.
   *
   * @param logits (N, K) of validation clips, finite
   * @param truth (N) label indices
   */
  public static Temperature fit(double[][] logits, int[] truth, Prior prior) {
    return fit(logits, truth, even(truth), prior);
  }

  /**
   * The same of clips that count as more or less than one observation.
   *
   * @param logits (N, K) of clips, finite
   * @param truth (N) label indices
   * @param weights (N) positive; their sum is how much all of them count beside the prior
   */
  public static Temperature fit(double[][] logits, int[] truth, double[] weights, Prior prior) {
    checkFinite(logits, truth);
    double total = Arrays.stream(weights).sum();
    DoubleUnaryOperator cost =
        lnT -> total * nll(logits, truth, weights, Math.exp(lnT)) + prior.cost(lnT);
    double low = Math.log(LOWEST);
    double step = (Math.log(HIGHEST) - low) / STEPS;
    double best = low;
    for (int i = 1; i <= STEPS; i++) { // several minima are possible
      double lnT = low + i * step;
      best = cost.applyAsDouble(lnT) < cost.applyAsDouble(best) ? lnT : best;
    }
    double fitted = Math.exp(least(cost, best - step, best + step));
    return new Temperature(
        fitted, nll(logits, truth, weights, 1), nll(logits, truth, weights, fitted));
  }

  private static double[] even(int[] truth) {
    double[] weights = new double[truth.length];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** Where a function with one minimum in an interval has it (golden-section search). */
  private static double least(DoubleUnaryOperator cost, double low, double high) {
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    while (right - left > 1e-9) {
      if (cost.applyAsDouble(left) < cost.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
      left = high - GOLDEN * (high - low);
      right = low + GOLDEN * (high - low);
    }
    return (low + high) / 2;
  }

  private static void checkFinite(double[][] logits, int[] truth) {
    Scores.check(logits, truth);
    for (int i = 0; i < logits.length; i++) {
      for (double logit : logits[i]) {
        if (!Double.isFinite(logit)) {
          throw new IllegalArgumentException(
              "Expected finite logits, found %s in row %d.".formatted(logit, i));
        }
      }
    }
  }

  /** The softmax of logits (K) divided by T. */
  public double[] probabilities(double[] logits) {
    return softmax(logits, value);
  }

  /**
   * The probabilities (K) before logits were divided by T: softmax(T ln p), since ln p is the
   * divided logits but for a constant. A probability that was too small to be written stays zero.
   *
   * @param probabilities of the softmax over logits divided by T, as this returns for T = 1
   * @param temperature T, positive
   */
  public static double[] undone(double[] probabilities, double temperature) {
    double[] logarithms = new double[probabilities.length];
    for (int k = 0; k < logarithms.length; k++) {
      logarithms[k] = Math.log(probabilities[k]);
    }
    return softmax(logarithms, 1 / temperature);
  }

  /** d NLL / d(1/T): the mean over clips of the expected logit less the truth's logit. */
  private static double slope(double[][] logits, int[] truth, double temperature) {
    double slope = 0;
    for (int i = 0; i < truth.length; i++) {
      double[] p = softmax(logits[i], temperature);
      double expected = 0;
      for (int k = 0; k < p.length; k++) {
        // Less the truth's logit term by term: exactly zero for a clip that is certain.
        expected += p[k] * (logits[i][k] - logits[i][truth[i]]);
      }
      slope += expected / truth.length;
    }
    return slope;
  }

  /** The weighted mean over clips. */
  private static double nll(double[][] logits, int[] truth, double[] weights, double temperature) {
    double total = Arrays.stream(weights).sum();
    double nll = 0;
    for (int i = 0; i < truth.length; i++) {
      double highest = logits[i][Scores.highest(logits[i])];
      double sum = 0;
      for (double logit : logits[i]) {
        sum += Math.exp((logit - highest) / temperature);
      }
      double ofClip = Math.log(sum) - (logits[i][truth[i]] - highest) / temperature;
      nll += weights[i] * ofClip / total;
    }
    return nll;
  }

  private static double[] softmax(double[] logits, double temperature) {
    double highest = logits[Scores.highest(logits)];
    double[] p = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp((logits[k] - highest) / temperature);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
