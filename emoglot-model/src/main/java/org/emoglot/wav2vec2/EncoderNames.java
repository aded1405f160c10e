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
      Set.of("masked_spec_embed", "encoder.pos_conv_embed.batch_norm.num_batches_tracked");

  /** Beside the encoder: parts that a name belongs to when it begins so. */
  private static final List<String> HEADS =
      List.of(
          "lm_head.", // ...ForCTC
          "quantizer.", // ...ForPreTraining
          "project_hid.",
          "project_q.",
          "projector.", // ...ForSequenceClassification, ...ForXVector
          "classifier.", // also ...ForAudioFrameClassification, and our own
          "tdnn.", // ...ForXVector
          "objective.",
          "final_proj.", // HuBERT as it is trained outside of transformers
          "adapter."); // our own

  /** Beside the encoder: whole names. */
  private static final Set<String> HEAD_WEIGHTS =
      Set.of(
          "layer_weights", // the weighted sum of layers of any classification
          "feature_extractor.weight", // ...ForXVector; the encoder's own names go on
          "feature_extractor.bias");

  static EncoderNames of(Set<String> stored, String outer) {
    String start =
        MODEL_PREFIXES.stream()
            .map(model -> outer + model)
            .filter(prefix -> stored.stream().anyMatch(name -> name.startsWith(prefix)))
            .findFirst()
            .orElse(outer);
    return new EncoderNames(stored, outer, start);
  }

  /** The name in the checkpoint of a parameter. */
  String stored(String parameter) {
    String newer = start + NEWER_NAMES.getOrDefault(parameter, parameter);
    return stored.contains(newer) ? newer : start + parameter;
  }

  /** Whether a stored tensor must be one of the encoder's parameters. */
  boolean belongs(String name) {
    if (!name.startsWith(outer)) {
      return false;
    }
    if (name.startsWith(start) && TRAINING_ONLY.contains(name.substring(start.length()))) {
      return false;
    }
    String beside = name.substring(outer.length());
    return HEADS.stream().noneMatch(beside::startsWith) && !HEAD_WEIGHTS.contains(beside);
  }
}
