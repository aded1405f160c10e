package org.emoglot.augment;

import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;

/**
 * An artificial room: its echoes are noise that decays exponentially, J. A. Moorer, "About this
 * reverberation business", Computer Music Journal 3(2), 1979.
 */
public final class Reverberation {

  private Reverberation() {}

  /**
   * The waveform in a room, with the same length.
   *
   * @param seconds in which echoes decay by 60 dB, positive
   * @param decibels by which the direct sound's energy exceeds that of all echoes
   * @param seed of the room
   */
  public static Waveform apply(Waveform waveform, double seconds, double decibels, long seed) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("The decay time must be positive: " + seconds);
    }
    float[] echoes = echoes((int) Math.ceil(seconds * waveform.sampleRate()), decibels, seed);
    float[] dry = waveform.samples();
    float[] wet = dry.clone();
    for (int i = 0; i < dry.length; i++) {
      int end = Math.min(echoes.length, dry.length - i - 1);
      for (int delay = 0; delay < end; delay++) {
        wet[i + 1 + delay] += dry[i] * echoes[delay];
      }
    }
    return new Waveform(wet, waveform.sampleRate());
  }

  private static float[] echoes(int length, double decibels, long seed) {
    SeededRandom random = SeededRandom.of(seed);
    float[] echoes = new float[length];
    for (int i = 0; i < length; i++) {
      double decay = Levels.amplitude(-60.0 * i / length);
      echoes[i] = (float) (decay * (2 * random.nextDouble() - 1));
    }
    double factor =
        Levels.amplitude(-decibels) / Math.sqrt(Levels.power(echoes) * Math.max(1, length));
    for (int i = 0; i < length; i++) {
      echoes[i] *= (float) factor;
    }
    return echoes;
  }
}
