package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Bands of a power spectrum, each the weighted sum of neighbouring bins.
 *
 * @param firstBins of each band
 * @param weights of each band's bins, from its first on
 */
public record FilterBank(int[] firstBins, double[][] weights) {

  /**
   * Triangles that overlap by half, on whatever axis.
   *
   * @param bins where each bin of the spectrum is on the axis, rising
   * @param edges B + 2 places on the axis, rising: band b rises from the edge b to b + 1 and falls
   *     to b + 2
   */
  public static FilterBank triangles(double[] bins, double[] edges) {
    int bands = edges.length - 2;
    int[] firstBins = new int[bands];
    double[][] weights = new double[bands][];
    for (int band = 0; band < bands; band++) {
      double left = edges[band];
      double top = edges[band + 1];
      double right = edges[band + 2];
      int first = firstAbove(left, bins);
      int end = first;
      while (end < bins.length && bins[end] < right) {
        end++;
      }
      firstBins[band] = first;
      weights[band] =
          IntStream.range(first, end)
              .mapToDouble(
                  bin ->
                      Math.min(
                          (bins[bin] - left) / (top - left), (right - bins[bin]) / (right - top)))
              .toArray();
    }
    return new FilterBank(firstBins, weights);
  }

  private static int firstAbove(double place, double[] bins) {
    int bin = 0;
    while (bin < bins.length && bins[bin] <= place) {
      bin++;
    }
    return bin;
  }

  /** The same with all weights of a band times a factor. */
  FilterBank scaled(IntToDoubleFunction factorOfBand) {
    double[][] scaled = new double[bands()][];
    for (int band = 0; band < scaled.length; band++) {
      double factor = factorOfBand.applyAsDouble(band);
      scaled[band] = Arrays.stream(weights[band]).map(weight -> weight * factor).toArray();
    }
    return new FilterBank(firstBins, scaled);
  }

  /** B. */
  public int bands() {
    return weights.length;
  }

  /**
   * The energies of a power spectrum in the bands.
   *
   * @param out where they are written, from {@code at} on
   */
  public void apply(double[] power, double[] out, int at) {
    for (int band = 0; band < weights.length; band++) {
      double[] ofBand = weights[band];
      int first = firstBins[band];
      double sum = 0;
      for (int i = 0; i < ofBand.length; i++) {
        sum += ofBand[i] * power[first + i];
      }
      out[at + band] = sum;
    }
  }
}
