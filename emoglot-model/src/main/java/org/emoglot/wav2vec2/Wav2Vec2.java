package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The whole encoder: feature encoder, projection, positions, transformer layers.
 *
 * <p>Its parameters have the names of Hugging Face's {@code Wav2Vec2Model}, {@code HubertModel} or
 * {@code WavLMModel}.
 */
public final class Wav2Vec2 {

  private final Wav2Vec2Config config;
  private final FeatureEncoder featureEncoder;
  private final Layer projectionNorm;
  private final Linear projection;
  private final @Nullable Standardization standardization;
  private final @Nullable Entrance entrance;
  private final List<EncoderLayer> layers = new ArrayList<>();

  /** What stands before the layers, where there are some; the norm is after them if they say so. */
  private record Entrance(PositionalConvolution positions, LayerNorm norm) {}

  public Wav2Vec2(Wav2Vec2Config config, Parameters parameters) {
    this.config = config;
    FeatureEncoderConfig features = config.featureEncoder();
    featureEncoder = featureEncoder(features, parameters);
    standardization =
        features instanceof Statistics
            ? new Standardization(
                parameters, "feature_projection.standardization", features.channels())
            : null;
    projectionNorm = standardization == null ? projectionNorm(config, parameters) : standardization;
    projection =
        new Linear(
            parameters, "feature_projection.projection", features.channels(), config.width());
    entrance =
        config.layers() == 0
            ? null
            : new Entrance(
                new PositionalConvolution(config, parameters),
                new LayerNorm(
                    parameters, "encoder.layer_norm", config.width(), config.layerNormEpsilon()));
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new EncoderLayer(config, parameters, "encoder.layers." + i));
    }
    if (config.family() instanceof Family.WavLm wavLm) {
      addRelativePositions(wavLm, parameters);
    }
  }

  private static FeatureEncoder featureEncoder(FeatureEncoderConfig config, Parameters parameters) {
    if (config instanceof Convolutional convolutional) {
      return new ConvolutionalFeatureEncoder(convolutional, parameters);
    }
    return config instanceof LogMel logMel
        ? new LogMelFeatureEncoder(logMel)
        : new StatisticsFeatureEncoder();
  }

  /**
   * Log-mel bands are normalised over the clip; a norm over the bands would take the loudness away.
   */
  private static Layer projectionNorm(Wav2Vec2Config config, Parameters parameters) {
    FeatureEncoderConfig features = config.featureEncoder();
    return features instanceof Convolutional && config.family().projectionNorm()
        ? new LayerNorm(
            parameters,
            "feature_projection.layer_norm",
            features.channels(),
            config.layerNormEpsilon())
        : x -> x;
  }

  private void addRelativePositions(Family.WavLm wavLm, Parameters parameters) {
    RelativePositions shared = new RelativePositions(wavLm, config.heads(), parameters);
    for (int i = 0; i < layers.size(); i++) {
      String name = "encoder.layers." + i + ".attention";
      layers
          .get(i)
          .attention()
          .addBias(new GatedRelativePositions(shared, config, parameters, name));
    }
  }

  public Wav2Vec2Config config() {
    return config;
  }

  /**
   * Whether training may change the parameter of this name; statistics of pretraining it may not.
   */
  public static boolean isTrainable(String name) {
    return !FrozenBatchNorm.isStatistic(name) && !Standardization.isStatistic(name);
  }

  /**
   * Takes from the training clips what the layout keeps of them beside weights: mean and deviation
   * of utterance statistics. Other layouts keep nothing.
   *
   * @param features of each training clip, from {@link #encodeFeatures}
   */
  public void fitTo(List<float[]> features) {
    if (standardization != null) {
      standardization.fit(features);
    }
  }

  /** The transformer layers, first to last, for adaptation. */
  public List<EncoderLayer> layers() {
    return List.copyOf(layers);
  }

  /** The feature encoder: samples (ΣN, 1) to frames (ΣT, C). */
  public Frames encodeFeatures(Frames samples) {
    return featureEncoder.forward(samples);
  }

  /** The features as they are projected: normalised where the layout has a norm; (ΣT, C). */
  public Frames normalize(Frames features) {
    return features.with(projectionNorm.forward(features.values()));
  }

  /** The projection of features to the transformer's width: (ΣT, C) to (ΣT, D). */
  public Frames project(Frames features) {
    return features.with(projection.forward(normalize(features).values()));
  }

  /**
   * The transformer.
   *
   * @param features shape (ΣT, C), from {@link #encodeFeatures}
   * @param training whether dropout is active
   * @return L + 1 hidden states (ΣT, D): the input of the first layer, then each layer's output, as
   *     transformers' {@code output_hidden_states}
   */
  public List<Frames> hiddenStates(Frames features, boolean training) {
    return hiddenStates(features, projected -> projected, training);
  }

  /**
   * The same of changed frames.
   *
   * @param change of the projected features (ΣT, D), such as the masking of some
   */
  public List<Frames> hiddenStates(
      Frames features, UnaryOperator<Frames> change, boolean training) {
    return hiddenStates(transformerInput(features, change, training), 0, training);
  }

  /**
   * Hidden state 0: the projected features, with their positions where there are layers.
   *
   * @param features shape (ΣT, C), from {@link #encodeFeatures}
   * @param training whether dropout is active
   * @return shape (ΣT, D)
   */
  public Frames transformerInput(Frames features, boolean training) {
    return transformerInput(features, projected -> projected, training);
  }

  private Frames transformerInput(Frames features, UnaryOperator<Frames> change, boolean training) {
    try (Scope scope = Scope.open()) {
      Frames projected = change.apply(project(features));
      Frames h = features.with(Ops.single(projected.values())); // (ΣT, D)
      if (entrance != null) {
        h = h.with(h.values().add(entrance.positions().forward(h)));
        h = config.preNorm() ? h : h.with(entrance.norm().forward(h.values()));
      }
      return handOut(scope, h.channelDropout(config.dropout(), training));
    }
  }

  /**
   * One hidden state, going on from one below it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param to {@code from} to L
   * @param training whether dropout is active
   * @return shape (ΣT, D), hidden state number {@code to}
   */
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    Frames h = state;
    for (EncoderLayer layer : layers.subList(from, to)) {
      h = after(layer, h, training);
    }
    return to == layers.size() ? finished(h) : h;
  }

  /**
   * A hidden state and all above it.
   *
   * @param state shape (ΣT, D), hidden state number {@code from}
   * @param from 0 to L
   * @param training whether dropout is active
   * @return shape (ΣT, D) each, numbers {@code from} to L
   */
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    List<Frames> states = new ArrayList<>();
    Frames h = state;
    states.add(h);
    for (EncoderLayer layer : layers.subList(from, layers.size())) {
      h = after(layer, h, training);
      states.add(h);
    }
    states.set(states.size() - 1, finished(h));
    return states;
  }

  /** What a layer makes on its way is freed with it, or kept by differentiation alone. */
  private static Frames after(EncoderLayer layer, Frames h, boolean training) {
    try (Scope scope = Scope.open()) {
      return handOut(scope, layer.forward(h, training));
    }
  }

  private Frames finished(Frames last) {
    return entrance != null && config.preNorm()
        ? last.with(entrance.norm().forward(last.values()))
        : last;
  }

  private static Frames handOut(Scope scope, Frames frames) {
    return frames.with(scope.handOut(frames.values()));
  }
}
