package org.emoglot.acoustic;

/** Spectra of many real frames of one length, stored one after the other. */
final class Spectra {

  private Spectra() {}

  /** A symmetric Hann window; 1 if it has only one value. */
  static double[] hann(int length) {
    double[] window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = length == 1 ? 1 : 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (length - 1));
    }
    return window;
  }

  /**
   * The power spectrum of one frame.
   *
   * @param fourier of the frame's length at least; the rest is zeros
   * @return its bins, or more values of which the first are those
   */
  static double[] power(double[] frame, Fourier fourier) {
    double[] power = fourier.padded(frame, 0, frame.length);
    fourier.powers(power, new double[fourier.size()]);
    return power;
  }

  /** What is done with a frame's power spectrum. */
  @FunctionalInterface
  interface Use {
    void of(double[] power, int frame);
  }

  /**
   * The power spectra of frames, two in one transform.
   *
   * @param count of frames
   * @param length of each, at most the transform's; the rest is zeros
   */
  static void powers(double[] frames, int count, int length, Fourier fourier, Use use) {
    for (int frame = 0; frame < count; frame += 2) {
      int other = Math.min(frame + 1, count - 1);
      double[] first = fourier.padded(frames, frame * length, length);
      double[] second = fourier.padded(frames, other * length, length);
      fourier.powers(first, second);
      use.of(first, frame);
      use.of(second, other);
    }
  }

  /**
   * Energies of frames in bands.
   *
   * @return shape (count, bands)
   */
  static double[] filtered(
      double[] frames, int count, int length, Fourier fourier, FilterBank bank) {
    double[] energies = new double[count * bank.bands()];
    powers(
        frames,
        count,
        length,
        fourier,
        (power, frame) -> bank.apply(power, energies, frame * bank.bands()));
    return energies;
  }

  /**
   * Autocorrelations of frames, not normalised.
   *
   * @param fourier of the frames' length and the lags together at least
   * @return shape (count, lags), from lag 0
   */
  static double[] autocorrelation(
      double[] frames, int count, int length, Fourier fourier, int lags) {
    double[] correlations = new double[count * lags];
    powers(
        frames,
        count,
        length,
        fourier,
        (power, frame) -> {
          // A power spectrum is real and even, and so is its transform, which is N times its
          // inverse.
          for (int k = 1; k < fourier.bins(); k++) {
            power[fourier.size() - k] = power[k];
          }
          fourier.transform(power, new double[fourier.size()]);
          for (int lag = 0; lag < lags; lag++) {
            correlations[frame * lags + lag] = power[lag] / fourier.size();
          }
        });
    return correlations;
  }
}
