package org.emoglot.fingerprint;

import org.emoglot.audio.Waveform;

/**
 * Energies of a clip in bands that are even on the mel scale, from 250 Hz to 4 kHz: where speech is
 * loud, and what telephones and lossy codecs keep.
 */
final class BandEnergies {

  /** Samples from one row to the next, 16 ms. */
  static final int HOP = 256;

  /** Samples of a row's frame, 32 ms. */
  private static final int SIZE = 512;

  private static final double LOWEST_HZ = 250;
  private static final double HIGHEST_HZ = 4000;

  private final Fourier fourier = new Fourier(SIZE);
  private final double[] window = new double[SIZE];
  private final double[][] weights;
  private final int[] firstBins;

  /** In so many bands, triangles that overlap by half. */
  BandEnergies(int bands) {
    for (int i = 0; i < SIZE; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIZE);
    }
    weights = new double[bands][];
    firstBins = new int[bands];
    double step = (mel(HIGHEST_HZ) - mel(LOWEST_HZ)) / (bands + 1);
    for (int band = 0; band < bands; band++) {
      double left = mel(LOWEST_HZ) + band * step;
      firstBins[band] = (int) Math.floor(bin(left)) + 1;
      int last = (int) Math.ceil(bin(left + 2 * step)) - 1;
      weights[band] = new double[last - firstBins[band] + 1];
      for (int i = 0; i < weights[band].length; i++) {
        double at = (mel((double) (firstBins[band] + i) * RATE / SIZE) - left) / step;
        weights[band][i] = Math.min(at, 2 - at);
      }
    }
  }

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }

  /** The bin, with a fraction, of a place on the mel scale. */
  private static double bin(double mel) {
    return 700 * (Math.exp(mel / 1127) - 1) * SIZE / RATE;
  }

  /**
   * The energies of samples at 16 kHz from a start on.
   *
   * @return T rows of B energies; none where there is no whole frame
   */
  double[][] of(float[] samples, int start) {
    int rows = Math.max(0, Math.floorDiv(samples.length - start - SIZE, HOP) + 1);
    double[][] energies = new double[rows][];
    double[] first = new double[SIZE];
    double[] second = new double[SIZE];
    for (int row = 0; row < rows; row += 2) {
      cut(samples, start + row * HOP, first);
      cut(samples, start + Math.min(row + 1, rows - 1) * HOP, second);
      fourier.powers(first, second);
      energies[row] = inBands(first);
      if (row + 1 < rows) {
        energies[row + 1] = inBands(second);
      }
    }
    return energies;
  }

  private void cut(float[] samples, int at, double[] frame) {
    for (int i = 0; i < SIZE; i++) {
      frame[i] = samples[at + i] * window[i];
    }
  }

  private double[] inBands(double[] power) {
    double[] energies = new double[weights.length];
    for (int band = 0; band < energies.length; band++) {
      double sum = 0;
      for (int i = 0; i < weights[band].length; i++) {
        sum += weights[band][i] * power[firstBins[band] + i];
      }
      energies[band] = sum;
    }
    return energies;
  }
}
