package org.emoglot.unlabelled;

import java.util.Arrays;

/**
 * How much of an offset from the source is more than corpora differ anyway. The model answers its
 * training corpora well although their means scatter; an offset of that size and direction may as
 * well come from the clips that happen to be in a sample, and to take it out does more harm than
 * good. So an offset is shrunk by the positive part of the rule of James and Stein (1961), whose
 * unit is the scatter of the training corpora:
 *
 * <pre>
 * share = max(0, 1 - 0.8 / d^2),   d^2 = offset' S^-1 offset
 * </pre>
 *
 * <p>The directions of S are those of the covariance between the C corpora, of which the covariance
 * within them counts as one more. Its size is that of the covariance within, so that d^2 does not
 * depend on how closely a head was fitted to its corpora: S = ((C - 1) b between + within) / C,
 * where b makes both of the same trace.
 */
final class UsualOffset {

  private static final double USUAL = 0.8;

  private UsualOffset() {}

  /**
   * The share of an offset to take out.
   *
   * @param offset (K) of centred logits, from that of the source
   * @return in [0, 1)
   */
  static double unusual(SourceLogits source, double[] offset) {
    int free = offset.length - 1; // the last follows from the others
    double[][] scatter = Symmetric.regular(Symmetric.leading(scatter(source), free));
    double distance = Symmetric.form(Symmetric.inverse(scatter), Arrays.copyOf(offset, free));
    return distance > USUAL ? 1 - USUAL / distance : 0;
  }

  private static double[][] scatter(SourceLogits source) {
    double[][] within = source.within();
    double between = Symmetric.trace(source.between());
    int corpora = Math.max(1, source.corpora());
    double scale = between > 0 ? (corpora - 1) * Symmetric.trace(within) / between : 0;
    double[][] sum = Symmetric.sum(within, scale, source.between());
    for (double[] row : sum) {
      Sums.scale(row, 1.0 / corpora);
    }
    return sum;
  }
}
