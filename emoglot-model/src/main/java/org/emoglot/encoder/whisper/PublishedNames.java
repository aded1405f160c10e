package org.emoglot.encoder.whisper;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.RenamedWeights;

/** The names of the parameters in OpenAI's own files, in those of transformers. */
final class PublishedNames {

  /** Before the names of the encoder in both. */
  static final String ENCODER = "encoder.";

  static final String FIRST_CONVOLUTION = ENCODER + "conv1.weight";
  static final String POSITIONS = ENCODER + "positional_embedding";

  private static final Map<String, String> SINGLE =
      Map.of(
          POSITIONS,
          "embed_positions.weight",
          ENCODER + "ln_post.weight",
          "layer_norm.weight",
          ENCODER + "ln_post.bias",
          "layer_norm.bias");

  private static final Map<String, String> IN_BLOCK =
      Map.of(
          "attn_ln", "self_attn_layer_norm",
          "attn.query", "self_attn.q_proj",
          "attn.key", "self_attn.k_proj",
          "attn.value", "self_attn.v_proj",
          "attn.out", "self_attn.out_proj",
          "mlp_ln", "final_layer_norm",
          "mlp.0", "fc1",
          "mlp.2", "fc2");

  private static final Pattern BLOCK =
      Pattern.compile("encoder\\.blocks\\.(\\d{1,4})\\.(.+)\\.(weight|bias)");

  private PublishedNames() {}

  /** The first projection of the feed-forward block of a layer. */
  static String feedForward(int layer) {
    return ENCODER + "blocks." + layer + ".mlp.0.weight";
  }

  /**
   * Weights with these names, seen under transformers' behind {@code start}; others as they are.
   */
  static Weights view(Weights file, String start) {
    return RenamedWeights.of(
        file, stored -> ours(stored).stream().map(start::concat).toList(), Map.of());
  }

  private static List<String> ours(String published) {
    String single = SINGLE.get(published);
    if (single != null) {
      return List.of(single);
    }
    Matcher block = BLOCK.matcher(published);
    String part = block.matches() ? IN_BLOCK.get(block.group(2)) : null;
    return part == null
        ? List.of()
        : List.of(
            "layers.%d.%s.%s".formatted(Integer.parseInt(block.group(1)), part, block.group(3)));
  }
}
