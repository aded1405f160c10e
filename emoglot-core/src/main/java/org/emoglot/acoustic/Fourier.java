package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.emoglot.acoustic.Butterflies.Complex;

/**
 * The discrete Fourier transform of complex frames of any one length N, {@code X[k] = sum over n of
 * x[n] exp(-2 pi i k n / N)}, in float64: one stage for each factor of N (Cooley and Tukey 1965),
 * in Stockham's order, which needs no reordering before or after. Fastest where all factors are
 * small. Immutable, so threads can share it.
 */
public final class Fourier {

  private final int size;
  private final int[] radices;
  private final Butterflies butterflies;

  /**
   * @param size of the transform N, at least 1
   */
  public Fourier(int size) {
    this.size = size;
    radices = factors(size);
    butterflies = new Butterflies(size);
  }

  /** Prime factors, but fours where there are two twos. */
  private static int[] factors(int size) {
    IntStream.Builder factors = IntStream.builder();
    int rest = size;
    for (; rest % 4 == 0; rest /= 4) {
      factors.add(4);
    }
    for (int factor = 2; rest > 1; factor++) {
      while (rest % factor == 0) {
        factors.add(factor);
        rest /= factor;
      }
    }
    return factors.build().toArray();
  }

  /** N. */
  public int size() {
    return size;
  }

  /** Bins from 0 Hz to the Nyquist frequency, N / 2 + 1. */
  public int bins() {
    return size / 2 + 1;
  }

  /**
   * Replaces two real frames by their power spectra, bins 0 to N / 2; the upper halves are left
   * undefined. Two take one transform.
   *
   * @param first N samples
   * @param second N samples
   */
  public void powers(double[] first, double[] second) {
    transform(first, second);
    for (int k = 0; k <= size / 2; k++) {
      // Z = X + iY, so X = (Z[k] + Z*[N - k]) / 2 and Y = (Z[k] - Z*[N - k]) / 2i.
      int mirror = k == 0 ? 0 : size - k; // a remainder would take longer than all the rest
      double re = first[k];
      double im = second[k];
      double mirrorRe = first[mirror];
      double mirrorIm = second[mirror];
      first[k] = (square(re + mirrorRe) + square(im - mirrorIm)) / 4;
      second[k] = (square(re - mirrorRe) + square(im + mirrorIm)) / 4;
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** Replaces a complex frame, real and imaginary parts of N values each, by its transform. */
  public void transform(double[] re, double[] im) {
    Complex from = new Complex(re, im);
    Complex to = new Complex(new double[size], new double[size]);
    int length = 1;
    for (int radix : radices) {
      butterflies.join(from, to, length, radix);
      length *= radix;
      Complex joined = to;
      to = from;
      from = joined;
    }
    if (from.re() != re) {
      System.arraycopy(from.re(), 0, re, 0, size);
      System.arraycopy(from.im(), 0, im, 0, size);
    }
  }

  /** A frame with zeros behind it, of N values. */
  public double[] padded(double[] frames, int from, int length) {
    return Arrays.copyOf(Arrays.copyOfRange(frames, from, from + length), size);
  }
}
