package org.emoglot.encoder.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.LayeredNetwork;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.FrozenBatchNorm;
import org.emoglot.nn.Layer;
import org.emoglot.nn.LayerNorm;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.Linear;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/**
 * Everything of an encoder above its features; see {@link SpeechEncoder} for the stages. Its
 * parameters have the names of Hugging Face's {@code Wav2Vec2Model} and its relatives.
 */
public final class ContextNetwork implements LayeredNetwork {

  /** Its names in checkpoints, and those of the encoders that use it. */
  public static final NameScheme NAMES =
      new NameScheme(
          List.of(),
          Map.of(
              // The weight norm as PyTorch 2 spells it, by our (older) names.
              "encoder.pos_conv_embed.conv.weight_g",
              "encoder.pos_conv_embed.conv.parametrizations.weight.original0",
              "encoder.pos_conv_embed.conv.weight_v",
              "encoder.pos_conv_embed.conv.parametrizations.weight.original1"),
          Set.of(
              "masked_spec_embed",
              "mask_time_emb_vector", // its name before transformers 4.7
              "encoder.pos_conv_embed.batch_norm.num_batches_tracked"),
          List.of("encoder.", "feature_extractor.", "feature_projection."),
          Set.of("feature_extractor.weight", "feature_extractor.bias"), // of ...ForXVector
          "feature_projection.projection.weight");

  private static final String FEATURE_NORM = "feature_projection.layer_norm";
  private static final String NORM = "encoder.layer_norm";
  private static final String FEATURES = "feature_extractor.";
  private static final String LAYERS = "encoder.layers.";

  private final ContextConfig config;
  private final Layer featureNorm;
  private final Linear projection;
  private final Positions positions;
  private final LayerNorm norm;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerStack stack;

  /**
   * Builds the network.
   *
   * @param channels C of the features
   * @param normalizes whether features are normalised before they are projected
   * @param positions how it knows where frames are
   */
  public ContextNetwork(
      ContextConfig config,
      int channels,
      boolean normalizes,
      Positions.Kind positions,
      Parameters parameters) {
    this.config = config;
    featureNorm =
        normalizes
            ? new LayerNorm(parameters, FEATURE_NORM, channels, config.layerNormEpsilon())
            : x -> x;
    projection = new Linear(parameters, "feature_projection.projection", channels, config.width());
    this.positions = positions.build(config, parameters);
    norm = new LayerNorm(parameters, NORM, config.width(), config.layerNormEpsilon());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new TransformerLayer(config.layer(), parameters, LAYERS + i));
    }
    stack = new LayerStack(layers, config.preNorm() ? norm : x -> x);
  }

  /** A checkpoint whose positional convolution is folded, as if it were not. */
  public static Weights unfolded(Weights file, String start) {
    return UnfoldedPositionalConvolution.of(file, start);
  }

  /** The layer norm outside of the layers: of hidden state 0, or pre-norm of the last. */
  public Layer norm() {
    return norm;
  }

  /** The transformer layers, first to last. */
  public List<TransformerLayer> layers() {
    return List.copyOf(layers);
  }

  @Override
  public Frames normalize(Frames features) {
    return features.with(featureNorm.forward(features.values()));
  }

  @Override
  public Frames input(Frames features, UnaryOperator<Frames> change, boolean training) {
    try (Scope scope = Scope.open()) {
      Frames projected =
          change.apply(features.with(projection.forward(normalize(features).values())));
      Frames h = features.with(Ops.single(projected.values())); // (ΣT, D)
      h = h.with(h.values().add(positions.forward(h)));
      h = config.preNorm() ? h : h.with(norm.forward(h.values()));
      return h.channelDropout(config.dropout(), training).handOut(scope);
    }
  }

  @Override
  public LayerStack stack() {
    return stack;
  }

  @Override
  public int entersAt(String parameter) {
    if (parameter.startsWith(FEATURES)) {
      return SpeechEncoder.FEATURES;
    }
    if (parameter.startsWith(LAYERS)) {
      return 1 + Integer.parseInt(parameter.substring(LAYERS.length()).split("\\.", 2)[0]);
    }
    return config.preNorm() && parameter.startsWith(NORM + ".") ? config.layers() : 0;
  }

  @Override
  public boolean isTrainable(String parameter) {
    return !FrozenBatchNorm.isStatistic(parameter);
  }
}
