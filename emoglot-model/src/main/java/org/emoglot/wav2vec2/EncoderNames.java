package org.emoglot.wav2vec2;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Under which names a checkpoint holds an encoder, and what lies beside it that is none of it.
 *
 * @param stored all names of the checkpoint
 * @param outer what stands before every name that concerns us
 * @param start what stands before the encoder's names: the outer prefix, and perhaps the model's
 */
record EncoderNames(Set<String> stored, String outer, String start) {

  /** Transformers' before an encoder inside a larger model; also our own, whatever the family. */
  private static final List<String> MODEL_PREFIXES = List.of("wav2vec2.", "hubert.", "wavlm.");

  /** The positional convolution's weight norm, as PyTorch 2 spells it, by our (older) names. */
  private static final Map<String, String> NEWER_NAMES =
      Map.of(
          "encoder.pos_conv_embed.conv.weight_g",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original0",
          "encoder.pos_conv_embed.conv.weight_v",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original1");

  /** Of the encoder, and without effect on a hidden state: they act in training alone. */
  private static final Set<String> TRAINING_ONLY =
      Set.of(
          "masked_spec_embed",
          "mask_time_emb_vector", // its name before transformers 4.7
          "encoder.pos_conv_embed.batch_norm.num_batches_tracked");

  /** The parts that an encoder of any family consists of; all else beside it is a head. */
  private static final List<String> PARTS =
      List.of("encoder.", "feature_extractor.", "feature_projection.");

  /** Heads that bear the name of a part: of ...ForXVector. */
  private static final Set<String> NAMESAKES =
      Set.of("feature_extractor.weight", "feature_extractor.bias");

  /** Every family has this weight, whatever stands before its name. */
  private static final String ANCHOR = "feature_projection.projection.weight";

  /**
   * Finds the encoder among the names of a checkpoint.
   *
   * @param stored all of them
   * @param outer what stands before every name that concerns us
   */
  static EncoderNames of(Set<String> stored, String outer) {
    String start =
        MODEL_PREFIXES.stream()
            .map(model -> outer + model)
            .filter(prefix -> stored.stream().anyMatch(name -> name.startsWith(prefix)))
            .findFirst()
            .orElseGet(() -> anchored(stored, outer));
    return new EncoderNames(stored, outer, start);
  }

  /** What stands before the only encoder, such as {@code module.backbone.}; else {@code outer}. */
  private static String anchored(Set<String> stored, String outer) {
    List<String> anchors =
        stored.stream().filter(name -> name.startsWith(outer) && name.endsWith(ANCHOR)).toList();
    return anchors.size() == 1
        ? anchors.get(0).substring(0, anchors.get(0).length() - ANCHOR.length())
        : outer;
  }

  /** The name in the checkpoint of a parameter. */
  String stored(String parameter) {
    String newer = start + NEWER_NAMES.getOrDefault(parameter, parameter);
    return stored.contains(newer) ? newer : start + parameter;
  }

  /**
   * Whether a stored tensor must be one of the encoder's parameters. Under a model's prefix every
   * name is the encoder's; beside it, and where there is none, the names of its parts are.
   */
  boolean belongs(String name) {
    if (!name.startsWith(outer)) {
      return false;
    }
    boolean within = name.startsWith(start);
    String rest = name.substring(within ? start.length() : outer.length());
    if (within && TRAINING_ONLY.contains(rest)) {
      return false;
    }
    return within && !start.equals(outer)
        || PARTS.stream().anyMatch(rest::startsWith) && !NAMESAKES.contains(rest);
  }
}
