package org.emoglot.fingerprint;

import java.util.stream.IntStream;
import org.emoglot.acoustic.FilterBank;
import org.emoglot.acoustic.Fourier;
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
  private final FilterBank bank;

  /** In so many bands, triangles that overlap by half. */
  BandEnergies(int bands) {
    for (int i = 0; i < SIZE; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIZE);
    }
    double step = (mel(HIGHEST_HZ) - mel(LOWEST_HZ)) / (bands + 1);
    bank =
        FilterBank.triangles(
            IntStream.range(0, fourier.bins())
                .mapToDouble(bin -> mel((double) bin * RATE / SIZE))
                .toArray(),
            IntStream.range(0, bands + 2)
                .mapToDouble(edge -> mel(LOWEST_HZ) + edge * step)
                .toArray());
  }

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }

  /**
   * The energies of samples at 16 kHz from a start on.
   *
   * @return T rows of B energies; none without a whole frame
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
    double[] energies = new double[bank.bands()];
    bank.apply(power, energies, 0);
    return energies;
  }
}
