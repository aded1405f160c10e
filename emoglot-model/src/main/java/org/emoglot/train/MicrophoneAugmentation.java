package org.emoglot.train;

import java.util.Arrays;
import org.emoglot.encoder.Bands;
import org.emoglot.sampling.SeededRandom;

/**
 * Simulates another microphone in the single frame of a whole clip: it colours the long-term
 * spectrum, and does not touch what changes within the clip.
 */
final class MicrophoneAugmentation {

  private final SpectrumAugmentation colour;
  private final Bands spectrum;
  private final boolean active;

  /**
   * @param range the deviation over the bands of what is added is in [0, range], in nepers
   * @param spectrum its position in a frame
   */
  MicrophoneAugmentation(double range, Bands spectrum) {
    this.active = range > 0 && spectrum.count() > 0;
    this.spectrum = spectrum;
    this.colour = new SpectrumAugmentation(0, range, Math.max(1, spectrum.count()));
  }

  /** Changes the frame of a clip in place. */
  void apply(float[] frame, SeededRandom random) {
    if (active) {
      int from = spectrum.first();
      float[] bands = Arrays.copyOfRange(frame, from, from + spectrum.count());
      colour.apply(bands, random);
      System.arraycopy(bands, 0, frame, from, bands.length);
    }
  }
}
