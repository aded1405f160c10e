package org.emoglot.experiment;

import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.emoglot.wav2vec2.FeatureEncoderConfig.MelNorm;
import org.emoglot.wav2vec2.Wav2Vec2Config;

/**
 * The layout of the built-in small encoder; see {@link Wav2Vec2Config} for the meaning.
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
  public Wav2Vec2Config layout() {
    return new Wav2Vec2Config(
        new LogMel(melBins, stride, MelNorm.of(norm)),
        false,
        width,
        layers,
        heads,
        feedForwardWidth,
        positionalKernel,
        positionalGroups,
        true,
        LAYER_NORM_EPSILON,
        dropout);
  }
}
