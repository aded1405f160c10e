package org.emoglot.encoder.emotion2vec;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.RenamedWeights;

/**
 * The names of the published code's parameters, in ours.
 *
 * @param prenet layers that it counts as the context encoder
 */
record PublishedNames(int prenet) {

  private static final String SCALES = "alibi_scale";

  private static final String OUR_SCALES = "encoder.alibi_scale";
  private static final int SCALE_AXES = 5; // older files have one less

  private static final String AUDIO = "modality_encoders.AUDIO.";
  private static final String ANCHOR = AUDIO + "project_features.2.weight";
  private static final Map<String, String> SINGLE =
      Map.of(
          AUDIO + "extra_tokens", "encoder.extra_tokens",
          AUDIO + SCALES, OUR_SCALES,
          AUDIO + "project_features.1.weight", "feature_projection.layer_norm.weight",
          AUDIO + "project_features.1.bias", "feature_projection.layer_norm.bias",
          AUDIO + "project_features.2.weight", "feature_projection.projection.weight",
          AUDIO + "project_features.2.bias", "feature_projection.projection.bias",
          AUDIO + "context_encoder.norm.weight", "encoder.layer_norm.weight",
          AUDIO + "context_encoder.norm.bias", "encoder.layer_norm.bias");

  private static final Map<String, List<String>> IN_BLOCK =
      Map.of(
          "norm1", List.of("layer_norm"),
          "norm2", List.of("final_layer_norm"),
          "attn.proj", List.of("attention.out_proj"),
          "attn.qkv", List.of("attention.q_proj", "attention.k_proj", "attention.v_proj"),
          "mlp.fc1", List.of("feed_forward.intermediate_dense"),
          "mlp.fc2", List.of("feed_forward.output_dense"));

  private static final Pattern CONVOLUTION =
      Pattern.compile(
          Pattern.quote(AUDIO)
              + "local_encoder\\.conv_layers\\.(\\d+)\\.(0|2|2\\.1)\\.(weight|bias)");
  private static final Pattern POSITION =
      Pattern.compile(
          Pattern.quote(AUDIO) + "relative_positional_encoder\\.(\\d{1,4})\\.0\\.(weight|bias)");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:("
              + Pattern.quote(AUDIO)
              + ")context_encoder\\.)?blocks\\.(\\d{1,4})\\.(.+)\\.(weight|bias)");

  /** Weights with these names, seen under ours behind {@code start}. */
  Weights view(Weights file, String start) {
    String prefix = prefix(file.names());
    return RenamedWeights.of(
        file,
        stored ->
            stored.startsWith(prefix)
                ? ours(stored.substring(prefix.length())).stream().map(start::concat).toList()
                : List.of(),
        Map.of(start + OUR_SCALES, SCALE_AXES));
  }

  /** What stands before them, such as {@code d2v_model.} in a model that was trained further. */
  private static String prefix(Set<String> stored) {
    return stored.stream()
        .filter(name -> name.endsWith(ANCHOR))
        .map(name -> name.substring(0, name.length() - ANCHOR.length()))
        .min(Comparator.comparingInt(String::length))
        .orElse("");
  }

  /** The names of the tensors that it holds one behind the other; none where it is no encoder's. */
  private List<String> ours(String published) {
    String single = SINGLE.get(published);
    if (single != null) {
      return List.of(single);
    }
    Matcher convolution = CONVOLUTION.matcher(published);
    if (convolution.matches()) {
      String part = convolution.group(2).equals("0") ? "conv" : "layer_norm";
      return List.of(
          "feature_extractor.conv_layers.%s.%s.%s"
              .formatted(convolution.group(1), part, convolution.group(3)));
    }
    Matcher position = POSITION.matcher(published);
    if (position.matches()) { // before the first convolution stands a transposition
      return List.of(
          "encoder.pos_conv_embed.layers.%d.conv.%s"
              .formatted(Integer.parseInt(position.group(1)) - 1, position.group(2)));
    }
    Matcher block = BLOCK.matcher(published);
    if (block.matches()) {
      int layer = Integer.parseInt(block.group(2)) + (block.group(1) == null ? prenet : 0);
      return IN_BLOCK.getOrDefault(block.group(3), List.of()).stream()
          .map(part -> "encoder.layers.%d.%s.%s".formatted(layer, part, block.group(4)))
          .toList();
    }
    return List.of();
  }
}
