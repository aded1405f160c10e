package org.emoglot.acoustic;

import java.util.Arrays;

/**
 * How much of the changes of loudness, in all and in each region, is slow and how much fast: log
 * shares of 0.5 to 2, 4, 8, 16 and 32 Hz.
 */
final class ModulationStatistics {

  private static final double[] EDGES_HZ = {0.5, 2, 4, 8, 16, 32};
  private static final double FRAMES_PER_SECOND = 100;
  private static final int SMALLEST_FFT = 1024;
  private static final double LOUDEST_PERCENTILE = 95;

  /** What is this much softer than the loudest counts as silence, in nepers of power: 26 dB. */
  private static final double RANGE = 6;

  private static final double POWER_FLOOR = 1e-9;
  private static final double SHARE_FLOOR = 1e-4;

  private ModulationStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    int size = Math.max(SMALLEST_FFT, Integer.highestOneBit(2 * frames.count() - 1));
    Fourier fourier = new Fourier(size);
    out.put("modulation_loudness", shares(frames.energy(), fourier));
    for (int region = 0; region < Regions.COUNT; region++) {
      out.put("modulation_region" + region, shares(Regions.of(frames, region), fourier));
    }
  }

  private static double[] shares(double[] signal, Fourier fourier) {
    double floor = Series.percentile(signal, LOUDEST_PERCENTILE) - RANGE;
    double[] floored = Arrays.stream(signal).map(value -> Math.max(value, floor)).toArray();
    double mean = Series.mean(floored);
    double[] taper = Spectra.hann(signal.length);
    for (int i = 0; i < floored.length; i++) {
      floored[i] = (floored[i] - mean) * taper[i];
    }
    double[] power = Spectra.power(floored, fourier);
    double[] shares = new double[EDGES_HZ.length - 1];
    for (int bin = 0; bin < fourier.bins(); bin++) {
      double hertz = bin * FRAMES_PER_SECOND / fourier.size();
      for (int band = 0; band < shares.length; band++) {
        if (hertz >= EDGES_HZ[band] && hertz < EDGES_HZ[band + 1]) {
          shares[band] += power[bin];
        }
      }
    }
    double sum = Math.max(Arrays.stream(shares).sum(), POWER_FLOOR);
    return Arrays.stream(shares).map(share -> Math.log(share / sum + SHARE_FLOOR)).toArray();
  }
}
