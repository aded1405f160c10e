package org.emoglot.augment;

import java.util.Arrays;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;

/** Speech through a narrow channel, such as a telephone's. */
public final class BandLimit {

  private BandLimit() {}

  /**
   * The waveform without the frequencies that a lower sample rate lacks, with the same rate and
   * length.
   *
   * @param sampleRate of the channel, such as 8000 Hz for a telephone; one at or above the
   *     waveform's changes nothing
   */
  public static Waveform apply(Waveform waveform, int sampleRate) {
    if (sampleRate >= waveform.sampleRate()) {
      return waveform;
    }
    float[] narrow = new Resampler(waveform.sampleRate(), sampleRate).apply(waveform.samples());
    float[] back = new Resampler(sampleRate, waveform.sampleRate()).apply(narrow);
    return new Waveform(Arrays.copyOf(back, waveform.samples().length), waveform.sampleRate());
  }
}
