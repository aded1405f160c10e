package org.emoglot.encoder.context;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.nn.TransformerSpec;

/**
 * The layout of a context network.
 *
 * @param width hidden size D
 * @param layers transformer layers L
 * @param heads attention heads H; divides the width
 * @param feedForwardWidth width inside the feed-forward block
 * @param positionalKernel kernel of the positional convolution
 * @param positionalGroups its groups; divides the width
 * @param preNorm layer norm before each block ({@code do_stable_layer_norm}) instead of after
 * @param layerNormEpsilon epsilon of every layer norm
 * @param dropout probability of dropping a channel of a residual branch, in layers that are
 *     trained; frozen layers have none
 */
public record ContextConfig(
    int width,
    int layers,
    int heads,
    int feedForwardWidth,
    int positionalKernel,
    int positionalGroups,
    boolean preNorm,
    double layerNormEpsilon,
    double dropout) {

  public ContextConfig {
    if (width < 1 || heads < 1 || width % heads != 0 || layers < 1) {
      throw new InvalidInputException(
          "Expected positive sizes and a hidden_size that num_attention_heads divides, found hidden_size %d, %d layers, %d heads."
              .formatted(width, layers, heads));
    }
    if (positionalKernel < 1 || positionalGroups < 1 || width % positionalGroups != 0) {
      throw new InvalidInputException(
          "Expected num_conv_pos_embedding_groups to divide hidden_size %d, found %d groups of kernel %d."
              .formatted(width, positionalGroups, positionalKernel));
    }
  }

  /** Reads a layout from Hugging Face's keys, all required. */
  public static ContextConfig read(ConfigKeys keys) {
    boolean preNorm = keys.flag("do_stable_layer_norm");
    keys.expect("hidden_act", "gelu");
    keys.expect("feat_extract_activation", "gelu");
    return new ContextConfig(
        keys.integer("hidden_size"),
        keys.integer("num_hidden_layers"),
        keys.integer("num_attention_heads"),
        keys.integer("intermediate_size"),
        keys.integer("num_conv_pos_embeddings"),
        keys.integer("num_conv_pos_embedding_groups"),
        preNorm,
        keys.number("layer_norm_eps"),
        keys.number("hidden_dropout"));
  }

  /** Writes what {@link #read} reads. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("feat_extract_activation", "gelu");
    json.put("hidden_act", "gelu");
    json.put("hidden_size", width);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("intermediate_size", feedForwardWidth);
    json.put("num_conv_pos_embeddings", positionalKernel);
    json.put("num_conv_pos_embedding_groups", positionalGroups);
    json.put("do_stable_layer_norm", preNorm);
    json.put("layer_norm_eps", layerNormEpsilon);
    json.put("hidden_dropout", dropout);
    return json;
  }

  /** The form of its layers. */
  public TransformerSpec layer() {
    return new TransformerSpec(
        width,
        heads,
        feedForwardWidth,
        preNorm,
        layerNormEpsilon,
        dropout,
        true,
        TransformerSpec.Names.WAV2VEC2);
  }
}
