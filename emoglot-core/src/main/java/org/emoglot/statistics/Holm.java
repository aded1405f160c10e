package org.emoglot.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests, such as one per setting: the chance of any false
 * alarm among them stays below the level, whatever their dependence (S. Holm: <i>A Simple
 * Sequentially Rejective Multiple Test Procedure</i>, Scandinavian Journal of Statistics 6, 1979).
 */
public final class Holm {

  private Holm() {}

  /**
   * Adjusted p-values: of m values in ascending order, the i-th becomes the largest of min(1, (m -
   * j + 1) p_j) over j up to i. A test is significant at a level if its adjusted value is at most
   * the level.
   *
   * @param p of each test, in [0, 1]; a test that was not possible is left out beforehand
   * @return in the order given
   */
  public static double[] adjust(double... p) {
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException(
            "Expected p-values between 0 and 1, found %s at position %d.".formatted(p[i], i));
      }
    }
    List<Integer> ascending =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] adjusted = new double[p.length];
    double highest = 0;
    for (int rank = 0; rank < p.length; rank++) {
      int test = ascending.get(rank);
      highest = Math.max(highest, Math.min(1, (p.length - rank) * p[test]));
      adjusted[test] = highest;
    }
    return adjusted;
  }
}
