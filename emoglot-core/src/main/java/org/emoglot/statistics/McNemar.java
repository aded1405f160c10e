package org.emoglot.statistics;

import org.emoglot.metric.Answers;

/**
 * The exact test of McNemar: whether two runs are right equally often on the same items (Q.
 * McNemar: <i>Note on the Sampling Error of the Difference Between Correlated Proportions or
 * Percentages</i>, Psychometrika 12, 1947). Only items on which one is right and the other wrong
 * count; if the runs are equally good, each of these n is a toss of a coin.
 *
 * <p>It compares accuracies, not UAR, and one run with one run: counts of several seeds must not be
 * added up, since the seeds share their items and so their errors.
 *
 * @param onlyFirst items on which only the first is right
 * @param onlySecond items on which only the second is right
 * @param p two-sided: {@code min(1, 2 P(X <= min(onlyFirst, onlySecond)))}, X binomial (n, 1/2); 1
 *     where both are right on the same items
 */
public record McNemar(long onlyFirst, long onlySecond, double p) {

  /** Compares two runs over the same items. */
  public static McNemar of(Answers first, Answers second) {
    Answers aligned = second.inOrderOf(first);
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int i = 0; i < first.size(); i++) {
      if (first.correct(i) && !aligned.correct(i)) {
        onlyFirst++;
      } else if (!first.correct(i) && aligned.correct(i)) {
        onlySecond++;
      }
    }
    return of(onlyFirst, onlySecond);
  }

  /** The test of given counts. */
  public static McNemar of(long onlyFirst, long onlySecond) {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "Expected counts of at least 0, found %d and %d.".formatted(onlyFirst, onlySecond));
    }
    double tail = lowerTail(onlyFirst + onlySecond, Math.min(onlyFirst, onlySecond));
    return new McNemar(onlyFirst, onlySecond, Math.min(1, 2 * tail));
  }

  /** {@code P(X <= k)} for X binomial (n, 1/2), summed from its largest term downwards. */
  private static double lowerTail(long n, long k) {
    double logarithm = -n * Math.log(2);
    for (long i = 1; i <= k; i++) {
      logarithm += Math.log((double) (n - k + i) / i);
    }
    double term = Math.exp(logarithm);
    double sum = term;
    for (long i = k; i > 0; i--) {
      term *= (double) i / (n - i + 1);
      sum += term;
    }
    return sum;
  }
}
