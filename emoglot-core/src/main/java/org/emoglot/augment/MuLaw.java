package org.emoglot.augment;

import org.emoglot.audio.Waveform;

/** The quantization of digital telephones: 8 bits on a logarithmic scale (ITU-T G.711, mu-law). */
public final class MuLaw {

  private static final double MU = 255;
  private static final double STEPS = 127;

  private MuLaw() {}

  /** The waveform after coding and decoding; amplitudes beyond full scale are clipped to it. */
  public static Waveform apply(Waveform waveform) {
    float[] samples = waveform.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      double clipped = Math.max(-1, Math.min(1, samples[i]));
      double coded = Math.log1p(MU * Math.abs(clipped)) / Math.log1p(MU);
      double step = Math.round(coded * STEPS) / STEPS;
      samples[i] = (float) (Math.signum(clipped) * Math.expm1(step * Math.log1p(MU)) / MU);
    }
    return new Waveform(samples, waveform.sampleRate());
  }
}
