package org.emoglot.encoder.conformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.emoglot.encoder.LayeredNetwork;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.ConformerLayer;
import org.emoglot.nn.Frames;
import org.emoglot.nn.FrozenBatchNorm;
import org.emoglot.nn.Layer;
import org.emoglot.nn.LayerNorm;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/**
 * Features, normalised and projected, and conformer layers above them. Its parameters have the
 * names of transformers' {@code Wav2Vec2ConformerModel} and {@code Wav2Vec2BertModel}.
 */
public final class ConformerNetwork implements LayeredNetwork {

  private static final String FEATURES = "feature_extractor.";
  private static final String LAYERS = "encoder.layers.";
  private static final String NORM = "encoder.layer_norm";

  /**
   * Without effect on any hidden state, though transformers store it: no such positions are added.
   */
  private static final List<String> UNUSED_POSITIONS =
      List.of(
          "encoder.pos_conv_embed.conv.bias",
          "encoder.pos_conv_embed.conv.weight",
          "encoder.pos_conv_embed.conv.weight_g",
          "encoder.pos_conv_embed.conv.weight_v",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original0",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original1");

  private final ConformerConfig config;
  private final LayerNorm featureNorm;
  private final Linear projection;
  private final LayerStack stack;
  private final boolean finalNorm;

  /**
   * Builds the network.
   *
   * @param channels C of the features
   * @param finalNorm whether a layer norm makes the last hidden state of the last layer's output
   */
  public ConformerNetwork(
      ConformerConfig config, int channels, boolean finalNorm, Parameters parameters) {
    this.config = config;
    this.finalNorm = finalNorm;
    int width = config.width();
    featureNorm =
        new LayerNorm(
            parameters, "feature_projection.layer_norm", channels, config.layerNormEpsilon());
    projection = new Linear(parameters, "feature_projection.projection", channels, width);
    List<ConformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      String name = LAYERS + i;
      ConformerLayer layer = new ConformerLayer(config.layer(), parameters, name);
      layer
          .attention()
          .setPositions(
              config
                  .positions()
                  .build(width, config.layer().heads(), parameters, name + ".self_attn"));
      layers.add(layer);
    }
    Layer finish =
        finalNorm ? new LayerNorm(parameters, NORM, width, config.layerNormEpsilon()) : x -> x;
    stack = new LayerStack(layers, finish);
  }

  /** How checkpoints name such networks, and the encoders that stand on them. */
  public static NameScheme names(ConformerConfig config, String modelType) {
    Set<String> trainingOnly = new TreeSet<>(UNUSED_POSITIONS);
    trainingOnly.add("masked_spec_embed");
    trainingOnly.add("mask_time_emb_vector"); // its older name
    trainingOnly.add("encoder.embed_positions.inv_freq"); // which follows from the configuration
    trainingOnly.add("encoder.embed_positions.pe");
    for (int i = 0; i < config.layers(); i++) {
      trainingOnly.add(LAYERS + i + ".conv_module.batch_norm.num_batches_tracked");
    }
    return new NameScheme(
            List.of(),
            Map.of(),
            trainingOnly,
            List.of("encoder.", FEATURES, "feature_projection."),
            Set.of(FEATURES + "weight", FEATURES + "bias"), // of ...ForXVector
            "feature_projection.projection.weight")
        .inside(modelType);
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
      return features
          .with(Ops.single(projected.values())) // (ΣT, D)
          .channelDropout(config.layer().dropout(), training)
          .handOut(scope);
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
    return finalNorm && parameter.startsWith(NORM + ".") ? config.layers() : 0;
  }

  @Override
  public boolean isTrainable(String parameter) {
    return !FrozenBatchNorm.isStatistic(parameter);
  }
}
