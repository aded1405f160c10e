package org.emoglot.augment;

import java.util.Arrays;
import org.emoglot.audio.Waveform;

/** Higher or lower speech of the same tempo: stretched in time, then played faster accordingly. */
public final class Pitch {

  private static final double SEMITONES = 12;

  private Pitch() {}

  /**
   * The waveform at another pitch, with the same length. Formants move along with it.
   *
   * @param semitones in [-12, 12], rounded so that frequencies change by whole percent
   */
  public static Waveform apply(Waveform waveform, double semitones) {
    if (!(Math.abs(semitones) <= SEMITONES)) {
      throw new IllegalArgumentException("Semitones must be in [-12, 12]: " + semitones);
    }
    double factor = Math.round(100 * Math.pow(2, semitones / SEMITONES)) / 100.0;
    if (factor == 1) {
      return waveform;
    }
    Waveform shifted = Speed.apply(TimeStretch.apply(waveform, factor), factor);
    return new Waveform(
        Arrays.copyOf(shifted.samples(), waveform.samples().length), waveform.sampleRate());
  }
}
