package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.jspecify.annotations.Nullable;

/**
 * The whole encoder: feature encoder, projection, positions, transformer layers.
 *
 * <p>Its parameters have the names of Hugging Face's {@code Wav2Vec2Model}.
 */
public final class Wav2Vec2 {

  private final Wav2Vec2Config config;
  private final FeatureEncoder featureEncoder;
  private final Layer projectionNorm;
  private final Linear projection;
  private final PositionalConvolution positions;
  private final LayerNorm norm;
  private final List<EncoderLayer> layers = new ArrayList<>();

  public Wav2Vec2(Wav2Vec2Config config, Parameters parameters) {
    this.config = config;
    FeatureEncoderConfig features = config.featureEncoder();
    if (features instanceof Convolutional convolutional) {
      featureEncoder = new ConvolutionalFeatureEncoder(convolutional, parameters);
      projectionNorm =
          new LayerNorm(
              parameters,
              "feature_projection.layer_norm",
              features.channels(),
              config.layerNormEpsilon());
    } else {
      featureEncoder = new LogMelFeatureEncoder((LogMel) features);
      // Bands are normalised over the clip; a norm over the bands would take the loudness away.
      projectionNorm = x -> x;
    }
    projection =
        new Linear(
            parameters, "feature_projection.projection", features.channels(), config.width());
    positions = new PositionalConvolution(config, parameters);
    norm =
        new LayerNorm(parameters, "encoder.layer_norm", config.width(), config.layerNormEpsilon());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new EncoderLayer(config, parameters, "encoder.layers." + i));
    }
  }

  public Wav2Vec2Config config() {
    return config;
  }

  /** The transformer layers, first to last, for adaptation. */
  public List<EncoderLayer> layers() {
    return List.copyOf(layers);
  }

  /** The feature encoder: samples (B, N, 1) to frames (B, T, C). */
  public Frames encodeFeatures(Frames samples) {
    return featureEncoder.forward(samples);
  }

  /** The features as they are projected: normalised where the layout has a norm; (B, T, C). */
  public Frames normalize(Frames features) {
    return features.with(projectionNorm.forward(features.values()));
  }

  /** The projection of features to the transformer's width: (B, T, C) to (B, T, D). */
  public Frames project(Frames features) {
    return features.with(projection.forward(normalize(features).values()));
  }

  /**
   * The transformer.
   *
   * @param features shape (B, T, C), from {@link #encodeFeatures}
   * @param training whether dropout is active
   * @return L + 1 hidden states (B, T, D): the input of the first layer, then each layer's output,
   *     as transformers' {@code output_hidden_states}
   */
  public List<Frames> hiddenStates(Frames features, boolean training) {
    return hiddenStates(features, projected -> projected, training);
  }

  /**
   * The same of changed frames.
   *
   * @param change of the projected features (B, T, D), such as the masking of some
   */
  public List<Frames> hiddenStates(
      Frames features, UnaryOperator<Frames> change, boolean training) {
    Tensor h = change.apply(project(features)).values(); // (B, T, D)
    Tensor mask = features.mask(); // (B, T)
    if (mask != null) {
      // The positional convolution must see zeros beyond the end, as it does when a clip is alone.
      h = Ops.fillWhere(h, mask.logical_not().unsqueeze(2), 0);
    }
    h = h.add(positions.forward(h));
    if (!config.preNorm()) {
      h = norm.forward(h);
    }
    h = Ops.channelDropout(h, config.dropout(), training);
    Tensor attentionMask = attentionMask(mask);
    List<Frames> states = new ArrayList<>();
    states.add(features.with(h));
    for (EncoderLayer layer : layers) {
      h = layer.forward(h, attentionMask, training);
      states.add(features.with(h));
    }
    if (config.preNorm()) {
      states.set(states.size() - 1, features.with(norm.forward(h)));
    }
    return states;
  }

  private static @Nullable Tensor attentionMask(@Nullable Tensor mask) {
    return mask == null ? null : mask.unsqueeze(1).unsqueeze(1); // (B, 1, 1, T)
  }
}
