package org.emoglot.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;
import org.emoglot.sampling.SeededRandom;

/**
 * The paired permutation test of the difference in UAR: if two systems are equally good, their
 * answers to an item could as well be swapped (R. A. Fisher: <i>The Design of Experiments</i>,
 * 1935; E. W. Noreen: <i>Computer-Intensive Methods for Testing Hypotheses</i>, 1989).
 *
 * <p>An item is swapped in all seeds at once, run i of the first system against run i of the
 * second: seeds share their errors on an item, and swapped one by one they would count as more
 * evidence than they are. The conclusion is about other clips, not about other trainings.
 *
 * <p>Since truth is never swapped, the difference is a sum over items, each with d = mean over
 * seeds of (first right - second right) / (clips of its class x number of classes), and a swap is a
 * change of sign. With m items of d other than 0 there are 2^m permutations. If these are no more
 * than asked for, all are taken and p is exact, the share with |difference| at least as large as
 * found; else c of r drawn ones are, and p = (c + 1) / (r + 1), which is never 0 (B. Phipson, G. K.
 * Smyth: <i>Permutation P-values Should Never Be Zero</i>, 2010).
 *
 * @param difference mean UAR of the first less that of the second
 * @param p two-sided; NaN where the difference is
 * @param permutations how many were taken
 * @param exact whether these were all
 */
public record PermutationTest(double difference, double p, long permutations, boolean exact) {

  /** Sums in another order differ in their last digits; true differences are larger than this. */
  private static final double ROUNDING = 1e-12;

  /**
   * Tests two systems on the same items.
   *
   * @param first one run a seed
   * @param second as many
   */
  public static PermutationTest uar(
      List<Answers> first, List<Answers> second, AbsentClass absent, PermutationOptions options) {
    Pairing pairing = Pairing.of(first, second);
    double difference = pairing.difference(matrix -> Metrics.uar(matrix, absent));
    if (Double.isNaN(difference)) {
      return new PermutationTest(difference, Double.NaN, 0, false);
    }
    double[] terms = terms(pairing, absent);
    double found = Math.abs(Arrays.stream(terms).sum()) - ROUNDING;
    boolean exact =
        terms.length < Integer.SIZE - 1 && (1 << terms.length) <= options.permutations();
    int permutations = exact ? 1 << terms.length : options.permutations();
    int extreme = 0;
    for (int i = 0; i < permutations; i++) {
      double sum = exact ? sum(terms, i) : sum(terms, SeededRandom.of(options.seed(), i));
      if (Math.abs(sum) >= found) {
        extreme++;
      }
    }
    double p = exact ? (double) extreme / permutations : (extreme + 1.0) / (permutations + 1.0);
    return new PermutationTest(difference, p, permutations, exact);
  }

  /** What each item adds to the difference, without the items that add nothing. */
  private static double[] terms(Pairing pairing, AbsentClass absent) {
    Answers items = pairing.first().get(0);
    ConfusionMatrix matrix = items.matrix();
    long classes =
        IntStream.range(0, items.labels().size())
            .filter(k -> absent != AbsentClass.SKIP || matrix.support(k) > 0)
            .count();
    int runs = pairing.first().size();
    double[] terms = new double[items.size()];
    for (int i = 0; i < terms.length; i++) {
      int more = 0;
      for (int run = 0; run < runs; run++) {
        more += pairing.first().get(run).correct(i) ? 1 : 0;
        more -= pairing.second().get(run).correct(i) ? 1 : 0;
      }
      terms[i] = (double) more / runs / matrix.support(items.truth(i)) / classes;
    }
    return Arrays.stream(terms).filter(term -> term != 0).toArray();
  }

  /** With the signs that the bits of a number say. */
  private static double sum(double[] terms, int bits) {
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += (bits >>> i & 1) == 0 ? terms[i] : -terms[i];
    }
    return sum;
  }

  private static double sum(double[] terms, SeededRandom random) {
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < terms.length; i++) {
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      sum += (bits & 1) == 0 ? terms[i] : -terms[i];
    }
    return sum;
  }
}
