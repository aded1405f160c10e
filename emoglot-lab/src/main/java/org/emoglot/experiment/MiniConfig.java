package org.emoglot.experiment;

import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.logmel.MelNorm;

/**
 * The layout of the built-in small encoder; see {@link LogMelConfig} for the meaning.
 *
 * @param melBins mel bands of a 10 ms frame
 * @param stride 10 ms frames that make one frame of the transformer
 * @param norm over what energies are normalised, {@code band} or {@code clip}
 */
public record MiniConfig(
    int melBins,
    int stride,
    String norm,
    int width,
    int layers,
    int heads,
    int feedForwardWidth,
    int positionalKernel,
    int positionalGroups,
    double dropout) {

  private static final double LAYER_NORM_EPSILON = 1e-5;

  /** The layout with these sizes. */
  public EncoderConfig layout() {
    return new LogMelConfig(
        melBins,
        stride,
        MelNorm.of(norm),
        new ContextConfig(
            width,
            layers,
            heads,
            feedForwardWidth,
            positionalKernel,
            positionalGroups,
            true,
            LAYER_NORM_EPSILON,
            dropout));
  }
}
