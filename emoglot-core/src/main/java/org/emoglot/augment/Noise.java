package org.emoglot.augment;

import java.util.function.DoubleSupplier;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;

/** Added noise. */
public enum Noise {
  /** The same power at all frequencies. */
  WHITE,
  /** Power that falls by 3 dB an octave, as that of rooms and streets does. */
  PINK;

  /** Octaves of the sum that makes pink noise: at 16 kHz it reaches down to 1 Hz. */
  private static final int OCTAVES = 14;

  /**
   * Adds it.
   *
   * @param decibels by which the waveform's mean power exceeds the noise's; a silent waveform stays
   *     silent
   * @param seed of the noise
   */
  public Waveform addTo(Waveform waveform, double decibels, long seed) {
    float[] noise = draw(waveform.samples().length, SeededRandom.of(seed, ordinal()));
    double ratio = Levels.power(waveform.samples()) / Math.max(Levels.power(noise), 1e-30);
    double factor = Math.sqrt(ratio) / Levels.amplitude(decibels);
    float[] samples = waveform.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (factor * noise[i]);
    }
    return new Waveform(samples, waveform.sampleRate());
  }

  private float[] draw(int count, SeededRandom random) {
    DoubleSupplier source = this == WHITE ? () -> uniform(random) : pink(random);
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = (float) source.getAsDouble();
    }
    return noise;
  }

  private static double uniform(SeededRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  /**
   * Voss's sum (M. Gardner, Scientific American 238(4), 1978): row k holds its value for 2^k
   * samples. All rows start at random values.
   */
  private static DoubleSupplier pink(SeededRandom random) {
    double[] rows = new double[OCTAVES];
    for (int row = 0; row < OCTAVES; row++) {
      rows[row] = uniform(random);
    }
    long[] count = {0};
    return () -> {
      int row = Math.min(OCTAVES - 1, Long.numberOfTrailingZeros(++count[0]));
      rows[row] = uniform(random);
      double sum = uniform(random);
      for (double value : rows) {
        sum += value;
      }
      return sum;
    };
  }
}
