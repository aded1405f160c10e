package org.emoglot.acoustic;

import java.util.stream.IntStream;

/**
 * The stages of a {@link Fourier} transform of N complex values: each joins the transforms of
 * length L of r subsequences to one of length r L, for all of them.
 *
 * <p>Row k of L holds bin k of each of N / L subsequences; after the stage likewise.
 */
final class Butterflies {

  private static final double COS_72 = Math.cos(2 * Math.PI / 5);
  private static final double COS_144 = Math.cos(4 * Math.PI / 5);
  private static final double SIN_72 = Math.sin(2 * Math.PI / 5);
  private static final double SIN_144 = Math.sin(4 * Math.PI / 5);

  private final int size;
  private final double[] cosines;
  private final double[] sines; // of the negative angle

  Butterflies(int size) {
    this.size = size;
    cosines = IntStream.range(0, size).mapToDouble(i -> Math.cos(2 * Math.PI * i / size)).toArray();
    sines = IntStream.range(0, size).mapToDouble(i -> -Math.sin(2 * Math.PI * i / size)).toArray();
  }

  /** Complex values. */
  record Complex(double[] re, double[] im) {}

  /** Joins so many subsequences: 2, 4 or an odd prime. */
  void join(Complex from, Complex to, int length, int radix) {
    switch (radix) {
      case 2 -> joinTwo(from, to, length);
      case 4 -> joinFour(from, to, length);
      case 5 -> joinFive(from, to, length);
      default -> joinOdd(from, to, length, radix);
    }
  }

  private void joinTwo(Complex from, Complex to, int length) {
    int columns = size / length / 2;
    for (int k = 0; k < length; k++) {
      double c = cosines[k * columns];
      double s = sines[k * columns];
      int low = 2 * k * columns;
      int high = low + columns;
      int outLow = k * columns;
      int outHigh = outLow + length * columns;
      for (int i = 0; i < columns; i++) {
        double re = from.re[high + i] * c - from.im[high + i] * s;
        double im = from.re[high + i] * s + from.im[high + i] * c;
        to.re[outLow + i] = from.re[low + i] + re;
        to.im[outLow + i] = from.im[low + i] + im;
        to.re[outHigh + i] = from.re[low + i] - re;
        to.im[outHigh + i] = from.im[low + i] - im;
      }
    }
  }

  private void joinFour(Complex from, Complex to, int length) {
    double[] fromRe = from.re;
    double[] fromIm = from.im;
    double[] toRe = to.re;
    double[] toIm = to.im;
    int columns = size / length / 4;
    int step = length * columns;
    for (int k = 0; k < length; k++) {
      double c1 = cosines[k * columns];
      double s1 = sines[k * columns];
      double c2 = cosines[2 * k * columns];
      double s2 = sines[2 * k * columns];
      double c3 = cosines[3 * k * columns];
      double s3 = sines[3 * k * columns];
      for (int i = 0; i < columns; i++) {
        int a = 4 * k * columns + i;
        int b = a + columns;
        int c = b + columns;
        int d = c + columns;
        double bRe = fromRe[b] * c1 - fromIm[b] * s1;
        double bIm = fromRe[b] * s1 + fromIm[b] * c1;
        double cRe = fromRe[c] * c2 - fromIm[c] * s2;
        double cIm = fromRe[c] * s2 + fromIm[c] * c2;
        double dRe = fromRe[d] * c3 - fromIm[d] * s3;
        double dIm = fromRe[d] * s3 + fromIm[d] * c3;
        double sumRe = fromRe[a] + cRe;
        double sumIm = fromIm[a] + cIm;
        double differenceRe = fromRe[a] - cRe;
        double differenceIm = fromIm[a] - cIm;
        double oddSumRe = bRe + dRe;
        double oddSumIm = bIm + dIm;
        double oddDifferenceRe = bRe - dRe;
        double oddDifferenceIm = bIm - dIm;
        int o = k * columns + i;
        toRe[o] = sumRe + oddSumRe;
        toIm[o] = sumIm + oddSumIm;
        toRe[o + step] = differenceRe + oddDifferenceIm;
        toIm[o + step] = differenceIm - oddDifferenceRe;
        toRe[o + 2 * step] = sumRe - oddSumRe;
        toIm[o + 2 * step] = sumIm - oddSumIm;
        toRe[o + 3 * step] = differenceRe - oddDifferenceIm;
        toIm[o + 3 * step] = differenceIm + oddDifferenceRe;
      }
    }
  }

  private void joinFive(Complex from, Complex to, int length) {
    double[] fromRe = from.re;
    double[] fromIm = from.im;
    double[] toRe = to.re;
    double[] toIm = to.im;
    int columns = size / length / 5;
    int step = length * columns;
    for (int k = 0; k < length; k++) {
      double c1 = cosines[k * columns];
      double s1 = sines[k * columns];
      double c2 = cosines[2 * k * columns];
      double s2 = sines[2 * k * columns];
      double c3 = cosines[3 * k * columns];
      double s3 = sines[3 * k * columns];
      double c4 = cosines[4 * k * columns];
      double s4 = sines[4 * k * columns];
      for (int i = 0; i < columns; i++) {
        int a = 5 * k * columns + i;
        int b = a + columns;
        int c = b + columns;
        int d = c + columns;
        int e = d + columns;
        double bRe = fromRe[b] * c1 - fromIm[b] * s1;
        double bIm = fromRe[b] * s1 + fromIm[b] * c1;
        double cRe = fromRe[c] * c2 - fromIm[c] * s2;
        double cIm = fromRe[c] * s2 + fromIm[c] * c2;
        double dRe = fromRe[d] * c3 - fromIm[d] * s3;
        double dIm = fromRe[d] * s3 + fromIm[d] * c3;
        double eRe = fromRe[e] * c4 - fromIm[e] * s4;
        double eIm = fromRe[e] * s4 + fromIm[e] * c4;
        double outerRe = bRe + eRe;
        double outerIm = bIm + eIm;
        double innerRe = cRe + dRe;
        double innerIm = cIm + dIm;
        double oddOuterRe = bRe - eRe;
        double oddOuterIm = bIm - eIm;
        double oddInnerRe = cRe - dRe;
        double oddInnerIm = cIm - dIm;
        double nearRe = fromRe[a] + COS_72 * outerRe + COS_144 * innerRe;
        double nearIm = fromIm[a] + COS_72 * outerIm + COS_144 * innerIm;
        double farRe = fromRe[a] + COS_144 * outerRe + COS_72 * innerRe;
        double farIm = fromIm[a] + COS_144 * outerIm + COS_72 * innerIm;
        double nearOddRe = SIN_72 * oddOuterRe + SIN_144 * oddInnerRe;
        double nearOddIm = SIN_72 * oddOuterIm + SIN_144 * oddInnerIm;
        double farOddRe = SIN_144 * oddOuterRe - SIN_72 * oddInnerRe;
        double farOddIm = SIN_144 * oddOuterIm - SIN_72 * oddInnerIm;
        int o = k * columns + i;
        toRe[o] = fromRe[a] + outerRe + innerRe;
        toIm[o] = fromIm[a] + outerIm + innerIm;
        toRe[o + step] = nearRe + nearOddIm;
        toIm[o + step] = nearIm - nearOddRe;
        toRe[o + 2 * step] = farRe + farOddIm;
        toIm[o + 2 * step] = farIm - farOddRe;
        toRe[o + 3 * step] = farRe - farOddIm;
        toIm[o + 3 * step] = farIm + farOddRe;
        toRe[o + 4 * step] = nearRe - nearOddIm;
        toIm[o + 4 * step] = nearIm + nearOddRe;
      }
    }
  }

  /** An odd number of subsequences, whose bins q and radix - q share their products. */
  private void joinOdd(Complex from, Complex to, int length, int radix) {
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
}
