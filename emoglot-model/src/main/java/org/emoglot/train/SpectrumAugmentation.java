package org.emoglot.train;

import org.emoglot.sampling.SeededRandom;

/**
 * Simulates another speaker and channel in log-mel bands: it stretches the bands, like a longer or
 * shorter vocal tract (Jaitly and Hinton 2013, "Vocal Tract Length Perturbation"), and colours
 * them, each by its own constant, like a microphone.
 */
final class SpectrumAugmentation {

  static final SpectrumAugmentation NONE = new SpectrumAugmentation(0, 0, 1);

  private final double warpRange;
  private final double colourRange;
  private final int bands;

  /**
   * @param warpRange the logarithm of the stretch factor of bands is in [-range, range]
   * @param colourRange the deviation over the bands of what is added is in [0, range]
   */
  SpectrumAugmentation(double warpRange, double colourRange, int bands) {
    this.warpRange = warpRange;
    this.colourRange = colourRange;
    this.bands = bands;
  }

  /** Changes frames of {@code bands} values in place. */
  void apply(float[] frames, SeededRandom random) {
    if (warpRange > 0 && bands > 1) {
      warp(frames, Math.exp(warpRange * (2 * random.nextDouble() - 1)));
    }
    if (colourRange > 0) {
      float[] colour = colour(random);
      for (int i = 0; i < frames.length; i++) {
        frames[i] += colour[i % bands];
      }
    }
  }

  /** Band b gets what lies at b * factor, or the highest band. */
  private void warp(float[] frames, double factor) {
    float[] original = new float[bands];
    for (int frame = 0; frame < frames.length; frame += bands) {
      System.arraycopy(frames, frame, original, 0, bands);
      for (int band = 0; band < bands; band++) {
        double at = Math.min(bands - 1.0, band * factor);
        int below = Math.min(bands - 2, (int) at);
        float share = (float) (at - below);
        frames[frame + band] = original[below] + share * (original[below + 1] - original[below]);
      }
    }
  }

  /** A random walk over the bands, of mean 0 and a random deviation. */
  private float[] colour(SeededRandom random) {
    double[] walk = new double[bands];
    double at = 0;
    double sum = 0;
    double squares = 0;
    for (int band = 0; band < bands; band++) {
      at += 2 * random.nextDouble() - 1;
      walk[band] = at;
      sum += at;
      squares += at * at;
    }
    double mean = sum / bands;
    double deviation = Math.sqrt(Math.max(0, squares / bands - mean * mean));
    double scale = deviation == 0 ? 0 : colourRange * random.nextDouble() / deviation;
    float[] colour = new float[bands];
    for (int band = 0; band < bands; band++) {
      colour[band] = (float) ((walk[band] - mean) * scale);
    }
    return colour;
  }
}
