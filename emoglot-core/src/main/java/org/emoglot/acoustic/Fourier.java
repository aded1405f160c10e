package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The discrete Fourier transform of complex frames of any one length N, {@code X[k] = sum over n of
 * x[n] exp(-2 pi i k n / N)}, in float64: one stage for each prime factor of N (Cooley and Tukey
 * 1965), in Stockham's order, which needs no reordering before or after. Fastest where all factors
 * are small. Immutable, so threads can share it.
 */
public final class Fourier {

  private final int size;
  private final int[] radices;
  private final double[] cosines;
  private final double[] sines; // of the negative angle

  /**
   * @param size of the transform N, at least 1
   */
  public Fourier(int size) {
    this.size = size;
    radices = primeFactors(size);
    cosines = IntStream.range(0, size).mapToDouble(i -> Math.cos(2 * Math.PI * i / size)).toArray();
    sines = IntStream.range(0, size).mapToDouble(i -> -Math.sin(2 * Math.PI * i / size)).toArray();
  }

  private static int[] primeFactors(int size) {
    IntStream.Builder factors = IntStream.builder();
    int rest = size;
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
      int mirror = (size - k) % size;
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
      if (radix == 2) {
        joinPairs(from, to, length);
      } else {
        join(from, to, length, radix);
      }
      length *= radix;
      Complex joined = to;
      to = from;
      from = joined;
    }
    if (from.re != re) {
      System.arraycopy(from.re, 0, re, 0, size);
      System.arraycopy(from.im, 0, im, 0, size);
    }
  }

  private record Complex(double[] re, double[] im) {}

  /**
   * Joins the transforms of length L of two subsequences to one of length 2 L, for all of them.
   *
   * @param from row k of L holds bin k of each of N / L subsequences; {@code to} likewise
   */
  private void joinPairs(Complex from, Complex to, int length) {
    int half = size / length / 2;
    for (int k = 0; k < length; k++) {
      double c = cosines[k * half];
      double s = sines[k * half];
      int low = 2 * k * half;
      int high = low + half;
      int outLow = k * half;
      int outHigh = outLow + length * half;
      for (int i = 0; i < half; i++) {
        double re = from.re[high + i] * c - from.im[high + i] * s;
        double im = from.re[high + i] * s + from.im[high + i] * c;
        to.re[outLow + i] = from.re[low + i] + re;
        to.im[outLow + i] = from.im[low + i] + im;
        to.re[outHigh + i] = from.re[low + i] - re;
        to.im[outHigh + i] = from.im[low + i] - im;
      }
    }
  }

  /** The same of an odd number of subsequences, whose bins q and radix - q share their products. */
  private void join(Complex from, Complex to, int length, int radix) {
    int columns = size / length / radix;
    int pairs = (radix - 1) / 2;
    Complex sums = new Complex(new double[pairs + 1], new double[pairs + 1]);
    Complex differences = new Complex(new double[pairs + 1], new double[pairs + 1]);
    for (int k = 0; k < length; k++) {
      for (int i = 0; i < columns; i++) {
        int in = k * radix * columns + i;
        turnPairs(from, in, k, columns, radix, sums, differences);
        for (int bin = 0; bin <= pairs; bin++) {
          double re = sums.re[0];
          double im = sums.im[0];
          double oddRe = 0;
          double oddIm = 0;
          for (int q = 1; q <= pairs; q++) {
            int angle = bin * q % radix * (size / radix);
            re += sums.re[q] * cosines[angle];
            im += sums.im[q] * cosines[angle];
            oddRe -= differences.im[q] * sines[angle];
            oddIm += differences.re[q] * sines[angle];
          }
          int out = (k + bin * length) * columns + i;
          to.re[out] = re + oddRe;
          to.im[out] = im + oddIm;
          if (bin > 0) {
            int mirror = (k + (radix - bin) * length) * columns + i;
            to.re[mirror] = re - oddRe;
            to.im[mirror] = im - oddIm;
          }
        }
      }
    }
  }

  /** Sums and differences of what subsequences q and radix - q give to bin k. */
  private void turnPairs(
      Complex from, int in, int k, int columns, int radix, Complex sums, Complex differences) {
    sums.re[0] = from.re[in];
    sums.im[0] = from.im[in];
    for (int q = 1; q < sums.re.length; q++) {
      int near = in + q * columns;
      int far = in + (radix - q) * columns;
      double nearC = cosines[k * q * columns];
      double nearS = sines[k * q * columns];
      double farC = cosines[k * (radix - q) * columns];
      double farS = sines[k * (radix - q) * columns];
      double nearRe = from.re[near] * nearC - from.im[near] * nearS;
      double nearIm = from.re[near] * nearS + from.im[near] * nearC;
      double farRe = from.re[far] * farC - from.im[far] * farS;
      double farIm = from.re[far] * farS + from.im[far] * farC;
      sums.re[q] = nearRe + farRe;
      sums.im[q] = nearIm + farIm;
      differences.re[q] = nearRe - farRe;
      differences.im[q] = nearIm - farIm;
    }
  }

  /** A frame with zeros behind it, of N values. */
  public double[] padded(double[] frames, int from, int length) {
    return Arrays.copyOf(Arrays.copyOfRange(frames, from, from + length), size);
  }
}
