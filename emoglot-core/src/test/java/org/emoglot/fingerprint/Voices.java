package org.emoglot.fingerprint;

import java.util.Random;
import org.emoglot.audio.Waveform;

/**
 * Something like speech: syllables of harmonics under formants that glide, another for each seed.
 */
final class Voices {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;
  private static final double SYLLABLE_SECONDS = 0.18;

  private Voices() {}

  static Waveform speak(long seed, double seconds) {
    Random random = new Random(seed);
    float[] samples = new float[(int) (seconds * RATE)];
    double pitch = 90 + 130 * random.nextDouble();
    double[] from = formants(random);
    double[] to = formants(random);
    double phase = 0;
    int syllable = (int) (SYLLABLE_SECONDS * RATE);
    for (int i = 0; i < samples.length; i++) {
      if (i % syllable == 0) {
        from = to;
        to = formants(random);
        pitch *= 0.9 + 0.2 * random.nextDouble();
      }
      double at = (double) (i % syllable) / syllable;
      phase += 2 * Math.PI * pitch / RATE;
      double value = 0;
      for (int h = 1; h * pitch < 4000; h++) {
        double strength = 0;
        for (int f = 0; f < from.length; f++) {
          double formant = from[f] + at * (to[f] - from[f]);
          double distance = (h * pitch - formant) / 120;
          strength += 1 / (1 + distance * distance) / (f + 1);
        }
        value += strength * Math.sin(h * phase);
      }
      samples[i] = (float) (0.1 * value * Math.sin(Math.PI * at) + 0.0005 * random.nextGaussian());
    }
    return new Waveform(samples, RATE);
  }

  private static double[] formants(Random random) {
    return new double[] {
      300 + 500 * random.nextDouble(),
      900 + 1300 * random.nextDouble(),
      2300 + 900 * random.nextDouble()
    };
  }
}
