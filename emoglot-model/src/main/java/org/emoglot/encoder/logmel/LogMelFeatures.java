package org.emoglot.encoder.logmel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * Log-mel frames of {@link MelSpectrum}: mean 0 and variance 1 over a clip or over each of its
 * bands, {@code stride} frames side by side.
 */
final class LogMelFeatures {

  private static final double VARIANCE_FLOOR = 1e-7;

  private final LogMelConfig config;
  private final MelSpectrum spectrum;

  LogMelFeatures(LogMelConfig config) {
    this.config = config;
    this.spectrum = new MelSpectrum(config.melBins());
  }

  /** Samples (ΣN, 1) to frames (ΣT, bands times stride). */
  Frames of(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      try (Scope scope = Scope.open()) {
        clips.add(normalizeAndStack(spectrum.logEnergies(Ops.floats(clip))));
      }
    }
    return Frames.pack(clips, config.channels());
  }

  /**
   * A last incomplete group of {@code stride} frames is dropped, after it has been counted in the
   * statistics.
   */
  private float[] normalizeAndStack(double[] logMel) {
    int bins = config.melBins();
    int frames = logMel.length / bins;
    float[] stacked = new float[frames / config.stride() * config.stride() * bins];
    int columns = config.norm() == MelNorm.BAND ? bins : 1; // with statistics of their own
    for (int column = 0; column < columns; column++) {
      double mean = 0;
      for (int i = column; i < logMel.length; i += columns) {
        mean += logMel[i];
      }
      int count = logMel.length / columns;
      mean /= count;
      double variance = 0;
      for (int i = column; i < logMel.length; i += columns) {
        double centred = logMel[i] - mean;
        variance += centred * centred;
      }
      variance /= Math.max(1, count - 1);
      double scale = 1 / Math.sqrt(variance + VARIANCE_FLOOR);
      for (int i = column; i < stacked.length; i += columns) {
        stacked[i] = (float) ((logMel[i] - mean) * scale);
      }
    }
    return stacked;
  }
}
