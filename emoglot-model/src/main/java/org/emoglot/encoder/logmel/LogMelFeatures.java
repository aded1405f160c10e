package org.emoglot.encoder.logmel;

import org.emoglot.acoustic.StackedMelSpectrum;
import org.emoglot.nn.Frames;

/** Log-mel frames, {@code stride} of them side by side; see {@link StackedMelSpectrum}. */
final class LogMelFeatures {

  private final LogMelConfig config;
  private final StackedMelSpectrum spectrum;

  LogMelFeatures(LogMelConfig config) {
    this.config = config;
    this.spectrum =
        new StackedMelSpectrum(config.melBins(), config.stride(), config.norm() == MelNorm.BAND);
  }

  /** Samples (ΣN, 1) to frames (ΣT, bands times stride). */
  Frames of(Frames samples) {
    return samples.eachClip(spectrum::of, config.channels());
  }
}
