package org.emoglot.train;

import java.util.Arrays;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.sampling.SeededRandom;

/**
 * Another microphone, as far as {@link UtteranceStatistics} can tell: it colours the long-term
 * spectrum, and leaves alone what changes within the clip.
 */
final class MicrophoneAugmentation {

  private final SpectrumAugmentation colour;
  private final boolean active;

  /**
   * @param range the deviation over the bands of what is added is in [0, range], in nepers
   */
  MicrophoneAugmentation(double range) {
    this.active = range > 0;
    this.colour = new SpectrumAugmentation(0, range, UtteranceStatistics.SPECTRUM_BANDS);
  }

  /** Changes the statistics of a clip in place. */
  void apply(float[] statistics, SeededRandom random) {
    if (active) {
      int from = UtteranceStatistics.SPECTRUM;
      float[] spectrum =
          Arrays.copyOfRange(statistics, from, from + UtteranceStatistics.SPECTRUM_BANDS);
      colour.apply(spectrum, random);
      System.arraycopy(spectrum, 0, statistics, from, spectrum.length);
    }
  }
}
