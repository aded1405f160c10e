package org.emoglot.augment;

import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;

/** Faster or slower speech, with its pitch: a tape at another speed. */
public final class Speed {

  /** Speeds are rounded to whole percent, so that the resampler has few phases. */
  private static final int PERCENT = 100;

  private Speed() {}

  /**
   * The waveform played faster.
   *
   * @param speed in [0.5, 2]; 1.1 makes it 10 % faster, shorter by a factor of 1.1, and higher
   */
  public static Waveform apply(Waveform waveform, double speed) {
    if (!(speed >= 0.5 && speed <= 2)) {
      throw new IllegalArgumentException("The speed must be in [0.5, 2]: " + speed);
    }
    int percent = (int) Math.round(speed * PERCENT);
    return new Waveform(
        new Resampler(percent, PERCENT).apply(waveform.samples()), waveform.sampleRate());
  }
}
