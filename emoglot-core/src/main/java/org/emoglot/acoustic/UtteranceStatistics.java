package org.emoglot.acoustic;

import java.util.Map;

/**
 * Statistics of an utterance: pitch, voicing, loudness, rhythm, spectrum, vocal effort and
 * modulation, over the frames with speech or with voice. Their kinds are those of the Geneva
 * minimalistic acoustic parameter set (Eyben et al. 2016, doi 10.1109/TAFFC.2015.2457417), with
 * more of the spectrum and of its modulation. None depends on the level of the recording, or on how
 * high the speaker's voice is.
 *
 * <p>{@code reference/utterance_statistics.py} defines each of them a second time.
 */
public final class UtteranceStatistics {

  /** How many there are. */
  public static final int COUNT = 141;

  /** Where the long-term spectrum begins, log energies of neighbouring bands. */
  public static final int SPECTRUM = 34;

  /** Bands of the long-term spectrum. */
  public static final int SPECTRUM_BANDS = SpectrumStatistics.GROUPS;

  private UtteranceStatistics() {}

  /**
   * Of a clip.
   *
   * @param samples at 16 kHz in [-1, 1], at least one frame of {@link MelSpectrum}
   * @return {@value #COUNT} finite values by name, always in the same order
   */
  public static Map<String, Double> of(float[] samples) {
    ClipFrames frames = ClipFrames.of(samples);
    Statistics out = new Statistics();
    PitchStatistics.put(frames, out);
    LoudnessStatistics.put(frames, out);
    RhythmStatistics.put(frames, out);
    SpectrumStatistics.put(frames, out);
    EffortStatistics.put(frames, out);
    ModulationStatistics.put(frames, out);
    return out.values();
  }
}
