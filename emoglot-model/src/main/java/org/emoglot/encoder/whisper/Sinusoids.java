package org.emoglot.encoder.whisper;

import org.emoglot.tensor.Initializer;

/**
 * Positions of an encoder that was not trained (Vaswani et al. 2017, section 3.5): of each, first
 * sines and then cosines, of wavelengths from 2 pi to 10000 times 2 pi frames.
 */
final class Sinusoids {

  private static final double LONGEST = 10_000;

  private Sinusoids() {}

  /** Of shape (P, D). */
  static final Initializer INITIALIZER =
      (random, shape) -> {
        int width = Math.toIntExact(shape[1]);
        int half = width / 2;
        double step = Math.log(LONGEST) / Math.max(1, half - 1);
        float[] values = new float[Math.toIntExact(shape[0] * shape[1])];
        for (int i = 0; i < values.length; i++) {
          int channel = i % width;
          double angle = (i / width) * Math.exp(-step * (channel % Math.max(1, half)));
          values[i] = (float) (channel < half ? Math.sin(angle) : Math.cos(angle));
        }
        return values;
      };
}
