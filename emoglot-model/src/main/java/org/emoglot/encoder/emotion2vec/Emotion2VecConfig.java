package org.emoglot.encoder.emotion2vec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.LayeredEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.convolution.ConvolutionalConfig;
import org.emoglot.encoder.convolution.ConvolutionalFeatureEncoder;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.tensor.Parameters;

/**
 * The layout of emotion2vec, in the keys of the published {@code config.yaml}.
 *
 * @param convolutions from samples to features
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1
 * @param positionalDepth convolutions that stand for positions, one above the other
 * @param tokens extra ones at the beginning of each sequence
 * @param prenet layers that the published code counts as the context encoder; the others are above
 * @param alibi the scales of the attention's biases; none where it has no biases
 * @param context what stands above the features, with all layers
 */
public record Emotion2VecConfig(
    Convolutions convolutions,
    boolean normalizeInput,
    int positionalDepth,
    int tokens,
    int prenet,
    Optional<Alibi> alibi,
    ContextConfig context)
    implements ConvolutionalConfig {

  static final String MODEL = "model_conf";
  private static final int SHORTEST_KERNEL = 3;
  private static final String EPSILON = "1(\\.0*)?[eE]-0?5|0?\\.0000100*";

  /** Where the published code normalises a clip, it does so with the epsilon of a layer norm. */
  private static final double VARIANCE_FLOOR = 1e-5;

  public Emotion2VecConfig {
    if (positionalDepth < 1 || tokens < 0 || prenet < 0 || prenet > context.layers()) {
      throw new InvalidInputException(
          "Expected a positive conv_pos_depth, and num_extra_tokens and a prenet_depth of at least 0, found %d, %d and %d."
              .formatted(positionalDepth, tokens, prenet));
    }
  }

  /** Reads a configuration; every key that changes what is computed must be there. */
  static Emotion2VecConfig read(JsonNode config, Object origin) {
    ConfigKeys model = new ConfigKeys(config.path(MODEL), origin);
    ConfigKeys audio = new ConfigKeys(config.path(MODEL).path("modalities").path("audio"), origin);
    model.expectNone("layer_norm_first", "a layer norm before each block");
    audio.expectNone("conv_pos_pre_ln", "a layer norm before its positions");
    audio.expectNone("learned_alibi", "learned biases");
    // YAML 1.1 takes 1e-05 for a text, since it has no point; OmegaConf, which wrote it, does not.
    if (!model.flag("norm_affine") || !model.text("norm_eps").matches(EPSILON)) {
      throw new InvalidInputException(
          "Expected norm_affine = true and norm_eps = 1e-5 in %s, found %s and %s."
              .formatted(origin, model.text("norm_affine"), model.text("norm_eps")));
    }
    int width = model.integer("embed_dim");
    int heads = model.integer("num_heads");
    int prenet = audio.integer("prenet_depth");
    int depth = audio.integer("conv_pos_depth");
    return new Emotion2VecConfig(
        ConvolutionSpec.read(audio.text("feature_encoder_spec"), norm(audio), origin),
        model.flag("normalize"),
        depth,
        audio.integer("num_extra_tokens"),
        prenet,
        audio.flag("use_alibi_encoder") ? Optional.of(alibi(audio, heads)) : Optional.empty(),
        new ContextConfig(
            width,
            prenet + model.integer("depth"),
            heads,
            (int) (width * model.number("mlp_ratio")),
            Math.max(SHORTEST_KERNEL, audio.integer("conv_pos_width") / Math.max(1, depth)),
            audio.integer("conv_pos_groups"),
            false,
            1e-5,
            model.number("encoder_dropout")));
  }

  private static Convolutions.Norm norm(ConfigKeys audio) {
    String mode = audio.text("extractor_mode");
    return switch (mode) {
      case "layer_norm" -> Convolutions.Norm.LAYER;
      case "default" -> Convolutions.Norm.GROUP;
      default ->
          throw new InvalidInputException(
              "Expected extractor_mode = layer_norm or default in %s, found '%s'."
                  .formatted(audio.origin(), mode));
    };
  }

  private static Alibi alibi(ConfigKeys audio, int heads) {
    if (audio.integer("num_alibi_heads") != heads) {
      throw new InvalidInputException(
          "Expected num_alibi_heads = num_heads = %d in %s, found %d."
              .formatted(heads, audio.origin(), audio.integer("num_alibi_heads")));
    }
    return new Alibi(
        audio.flag("learned_alibi_scale_per_head"), audio.flag("learned_alibi_scale_per_layer"));
  }

  @Override
  public int width() {
    return context.width();
  }

  @Override
  public int layers() {
    return context.layers();
  }

  @Override
  public double varianceFloor() {
    return VARIANCE_FLOOR;
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    ConvolutionalFeatureEncoder features =
        new ConvolutionalFeatureEncoder(convolutions, parameters);
    return new LayeredEncoder(this, features::forward, new Emotion2VecNetwork(this, parameters));
  }

  @Override
  public NameScheme names() {
    return ContextNetwork.NAMES.inside(Emotion2VecFamily.MODEL_TYPE);
  }

  @Override
  public Weights view(Weights file, String start) {
    return new PublishedNames(prenet).view(file, start);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> audio = new LinkedHashMap<>();
    audio.put("prenet_depth", prenet);
    audio.put("num_extra_tokens", tokens);
    audio.put("use_alibi_encoder", alibi.isPresent());
    alibi.ifPresent(
        scales -> {
          audio.put("num_alibi_heads", context.heads());
          audio.put("learned_alibi_scale_per_head", scales.perHead());
          audio.put("learned_alibi_scale_per_layer", scales.perLayer());
        });
    boolean everyLayer = convolutions.norm() == Convolutions.Norm.LAYER;
    audio.put("extractor_mode", everyLayer ? "layer_norm" : "default");
    audio.put("feature_encoder_spec", ConvolutionSpec.write(convolutions));
    audio.put("conv_pos_width", context.positionalKernel() * positionalDepth);
    audio.put("conv_pos_groups", context.positionalGroups());
    audio.put("conv_pos_depth", positionalDepth);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("embed_dim", width());
    model.put("depth", layers() - prenet);
    model.put("num_heads", context.heads());
    model.put("mlp_ratio", (double) context.feedForwardWidth() / width());
    model.put("norm_eps", context.layerNormEpsilon());
    model.put("norm_affine", true);
    model.put("encoder_dropout", context.dropout());
    model.put("normalize", normalizeInput);
    model.put("modalities", Map.of("audio", audio));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", Emotion2VecFamily.MODEL_TYPE);
    json.put("architectures", List.of("Emotion2vec"));
    json.put(MODEL, model);
    return json;
  }
}
