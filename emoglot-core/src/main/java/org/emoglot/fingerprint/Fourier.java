package org.emoglot.fingerprint;

/** The power spectra of two real frames by one complex transform (radix 2, in place). */
final class Fourier {

  private final int size;
  private final double[] cosines;
  private final double[] sines;

  /**
   * @param size of the transform N, a power of two
   */
  Fourier(int size) {
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / size);
      sines[i] = -Math.sin(2 * Math.PI * i / size);
    }
  }

  /**
   * Replaces two frames by their power spectra, bins 0 to N / 2 - 1; the upper halves are left
   * undefined.
   *
   * @param first N samples
   * @param second N samples
   */
  void powers(double[] first, double[] second) {
    transform(first, second);
    first[0] = first[0] * first[0];
    second[0] = second[0] * second[0];
    for (int k = 1; k < size / 2; k++) {
      // Z = X + iY, so X = (Z[k] + Z*[N - k]) / 2 and Y = (Z[k] - Z*[N - k]) / 2i.
      double re = first[k];
      double im = second[k];
      double mirrorRe = first[size - k];
      double mirrorIm = second[size - k];
      first[k] = (square(re + mirrorRe) + square(im - mirrorIm)) / 4;
      second[k] = (square(re - mirrorRe) + square(im + mirrorIm)) / 4;
    }
  }

  private static double square(double x) {
    return x * x;
  }

  private void transform(double[] re, double[] im) {
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      while ((j & bit) != 0) {
        j ^= bit;
        bit >>= 1;
      }
      j ^= bit;
      if (i < j) {
        swap(re, i, j);
        swap(im, i, j);
      }
    }
    for (int half = 1; half < size; half <<= 1) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int low = start + k;
          int high = low + half;
          double c = cosines[k * stride];
          double s = sines[k * stride];
          double turnedRe = re[high] * c - im[high] * s;
          double turnedIm = re[high] * s + im[high] * c;
          re[high] = re[low] - turnedRe;
          im[high] = im[low] - turnedIm;
          re[low] += turnedRe;
          im[low] += turnedIm;
        }
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
