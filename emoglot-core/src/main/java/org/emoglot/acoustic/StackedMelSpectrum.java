package org.emoglot.acoustic;

/**
 * Log-mel frames of {@link MelSpectrum}, brought to mean 0 and variance 1 and put side by side:
 * with 80 bands, two frames at a time and statistics for each band, they are what transformers'
 * {@code SeamlessM4TFeatureExtractor} makes of a clip for w2v-BERT 2.0.
 */
public final class StackedMelSpectrum {

  /** What is added to a variance. */
  public static final double VARIANCE_FLOOR = 1e-7;

  private final MelSpectrum spectrum;
  private final int bands;
  private final int stride;
  private final boolean perBand;

  /**
   * @param bands M
   * @param stride frames of 10 ms that are put side by side
   * @param perBand whether each band has a mean and a variance over the clip's frames; otherwise
   *     all bands share one
   */
  public StackedMelSpectrum(int bands, int stride, boolean perBand) {
    this.spectrum = new MelSpectrum(bands);
    this.bands = bands;
    this.stride = stride;
    this.perBand = perBand;
  }

  /**
   * The frames of a clip. A last incomplete group of {@code stride} frames is dropped, after it has
   * been counted in the statistics.
   *
   * @param samples at 16 kHz in [-1, 1]
   * @return T times {@code stride} times M values in row-major order
   */
  public float[] of(float[] samples) {
    double[] logMel = spectrum.logEnergies(samples);
    int frames = logMel.length / bands;
    float[] stacked = new float[frames / stride * stride * bands];
    int columns = perBand ? bands : 1; // with statistics of their own
    for (int column = 0; column < columns; column++) {
      double mean = 0;
      for (int i = column; i < logMel.length; i += columns) {
        mean += logMel[i];
      }
      int count = logMel.length / columns;
      mean /= count;
      double variance = 0;
      for (int i = column; i < logMel.length; i += columns) {
        double centred = logMel[i] - mean;
        variance += centred * centred;
      }
      variance /= Math.max(1, count - 1);
      double scale = 1 / Math.sqrt(variance + VARIANCE_FLOOR);
      for (int i = column; i < stacked.length; i += columns) {
        stacked[i] = (float) ((logMel[i] - mean) * scale);
      }
    }
    return stacked;
  }
}
