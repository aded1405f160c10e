package org.emoglot.acoustic;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/** Fourier transforms of many real frames at once, in float64. Frames lie row by row. */
final class Spectra {

  private Spectra() {}

  /** A symmetric Hann window; 1 where it has one value alone. */
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
   * @param size of the transform, at least the frame's length; the rest is zeros
   * @return size / 2 + 1 values
   */
  static double[] power(double[] frame, int size) {
    try (Scope scope = Scope.open()) {
      return doubles(power(frame, 1, frame.length, size));
    }
  }

  /**
   * Energies of frames in bands.
   *
   * @param filters shape (size / 2 + 1, bands): the weight of each bin in each band
   * @return shape (count, bands)
   */
  static double[] filtered(
      double[] frames, int count, int length, int size, double[] filters, int bands) {
    try (Scope scope = Scope.open()) {
      return doubles(
          power(frames, count, length, size)
              .matmul(Ops.tensor(filters, size / 2 + 1, bands))); // (T, bands)
    }
  }

  /**
   * Autocorrelations of frames, not normalised.
   *
   * @param size of the transform, at least the frames' length and the lags together
   * @return shape (count, lags), from lag 0
   */
  static double[] autocorrelation(double[] frames, int count, int length, int size, int lags) {
    try (Scope scope = Scope.open()) {
      Tensor correlation =
          torch.fft_irfft(
              power(frames, count, length, size),
              new LongOptional(size),
              -1,
              new StringViewOptional());
      return doubles(correlation.narrow(1, 0, lags).contiguous());
    }
  }

  private static Tensor power(double[] frames, int count, int length, int size) {
    Tensor spectrum =
        torch.fft_rfft(
            Ops.tensor(frames, count, length),
            new LongOptional(size),
            -1,
            new StringViewOptional()); // (T, size / 2 + 1)
    return Ops.sum(torch.view_as_real(spectrum).square(), -1, false); // (T, size / 2 + 1)
  }

  private static double[] doubles(Tensor x) {
    return Ops.doubles(x.to(ScalarType.Double));
  }
}
