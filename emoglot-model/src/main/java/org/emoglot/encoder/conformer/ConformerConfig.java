package org.emoglot.encoder.conformer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.nn.Activation;
import org.emoglot.nn.ConformerSpec;

/**
 * The layout of a conformer network.
 *
 * @param layers L
 * @param layer the form of each
 * @param positions of its attention
 * @param layerNormEpsilon of the layer norms outside of the layers
 */
public record ConformerConfig(
    int layers, ConformerSpec layer, PositionKind positions, double layerNormEpsilon) {

  public ConformerConfig {
    int width = layer.width();
    int heads = layer.heads();
    if (width < 1
        || heads < 1
        || width % heads != 0
        || layers < 1
        || layer.feedForwardWidth() < 1) {
      throw new InvalidInputException(
          "Expected positive sizes and a hidden_size that num_attention_heads divides, found hidden_size %d, %d layers, %d heads, intermediate_size %d."
              .formatted(width, layers, heads, layer.feedForwardWidth()));
    }
    if (layer.kernel() < 1 || layer.kernel() % 2 == 0) {
      throw new InvalidInputException(
          "Expected an odd conv_depthwise_kernel_size, found %d.".formatted(layer.kernel()));
    }
    positions.requireFit(width, heads);
  }

  /**
   * Reads a layout in Hugging Face's keys, all of which must be there.
   *
   * @param causal whether the family's convolutions see frames before theirs alone
   * @param epsilon of the layer norms in the layers
   */
  public static ConformerConfig read(ConfigKeys keys, boolean causal, double epsilon) {
    String activation = keys.text("hidden_act");
    return new ConformerConfig(
        keys.integer("num_hidden_layers"),
        new ConformerSpec(
            keys.integer("hidden_size"),
            keys.integer("num_attention_heads"),
            keys.integer("intermediate_size"),
            Activation.named(activation)
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "Expected hidden_act = gelu, swish, silu or relu in %s, found '%s'."
                                .formatted(keys.origin(), activation))),
            keys.integer("conv_depthwise_kernel_size"),
            causal,
            epsilon,
            keys.number("hidden_dropout")),
        PositionKind.read(keys),
        keys.number("layer_norm_eps"));
  }

  /** Writes what {@link #read} reads. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hidden_act", layer.activation().id());
    json.put("hidden_size", width());
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", layer.heads());
    json.put("intermediate_size", layer.feedForwardWidth());
    json.put("conv_depthwise_kernel_size", layer.kernel());
    json.putAll(new TreeMap<>(positions.toJson()));
    json.put("layer_norm_eps", layerNormEpsilon);
    json.put("hidden_dropout", layer.dropout());
    return json;
  }

  /** D. */
  public int width() {
    return layer.width();
  }
}
