package org.emoglot.augment;

import org.emoglot.audio.Waveform;

/** Louder or softer speech; nothing is clipped. */
public final class Gain {

  private Gain() {}

  /** The waveform with its level changed by so many decibels. */
  public static Waveform apply(Waveform waveform, double decibels) {
    double factor = Levels.amplitude(decibels);
    float[] samples = waveform.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= (float) factor;
    }
    return new Waveform(samples, waveform.sampleRate());
  }
}
