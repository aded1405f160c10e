package org.emoglot.encoder.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.emoglot.io.Json;

/**
 * What a key of config.json means when it is absent: the defaults of transformers' (5.5) wav2vec
 * 2.0 and its relatives, which are those of the base layout. Checkpoints older than a key do not
 * have it.
 */
public final class TransformersDefaults {

  private static final JsonNode VALUES =
      Json.mapper()
          .valueToTree(
              Map.ofEntries(
                  Map.entry("conv_dim", List.of(512, 512, 512, 512, 512, 512, 512)),
                  Map.entry("conv_kernel", List.of(10, 3, 3, 3, 3, 2, 2)),
                  Map.entry("conv_stride", List.of(5, 2, 2, 2, 2, 2, 2)),
                  Map.entry("conv_bias", false),
                  Map.entry("feat_extract_norm", "group"),
                  Map.entry("feat_proj_layer_norm", true),
                  Map.entry("hidden_size", 768),
                  Map.entry("num_hidden_layers", 12),
                  Map.entry("num_attention_heads", 12),
                  Map.entry("intermediate_size", 3072),
                  Map.entry("num_conv_pos_embeddings", 128),
                  Map.entry("num_conv_pos_embedding_groups", 16),
                  Map.entry("conv_pos_batch_norm", false),
                  Map.entry("do_stable_layer_norm", false),
                  Map.entry("layer_norm_eps", 1e-5),
                  Map.entry("hidden_dropout", 0.1),
                  Map.entry("num_buckets", 320),
                  Map.entry("max_bucket_distance", 800)));

  private TransformersDefaults() {}

  /** The configuration, with the default of every key that it does not have. */
  public static JsonNode complete(JsonNode config) {
    return complete(config, Map.of());
  }

  /**
   * The same of a family with keys or defaults of its own.
   *
   * @param own which it has beside those of wav2vec 2.0, or in their place
   */
  public static JsonNode complete(JsonNode config, Map<String, Object> own) {
    ObjectNode complete = VALUES.deepCopy();
    complete.setAll(Json.mapper().<ObjectNode>valueToTree(own));
    config.fields().forEachRemaining(entry -> complete.set(entry.getKey(), entry.getValue()));
    return complete;
  }
}
