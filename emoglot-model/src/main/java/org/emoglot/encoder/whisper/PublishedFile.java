package org.emoglot.encoder.whisper;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.FolderConfig;
import org.emoglot.io.Json;

/**
 * A model as OpenAI publishes it, one file such as {@code base.pt}. It has no configuration, but
 * the shapes of its tensors show the layout.
 */
final class PublishedFile {

  private static final String ENDING = ".pt";

  /** Of a head of attention, in all sizes. */
  private static final long HEAD_WIDTH = 64;

  private PublishedFile() {}

  /**
   * The configuration of its encoder; empty where the path is not such a file.
   *
   * @throws org.emoglot.InvalidInputException if it is damaged
   */
  static Optional<FolderConfig> configuration(Path file) {
    if (!Files.isRegularFile(file) || !file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      return Optional.empty();
    }
    try (Weights weights = Weights.open(file)) {
      return isWhisper(weights)
          ? Optional.of(new FolderConfig(layout(weights), Json.mapper().createObjectNode(), file))
          : Optional.empty();
    }
  }

  private static boolean isWhisper(Weights weights) {
    return has(weights, PublishedNames.FIRST_CONVOLUTION, 3)
        && has(weights, PublishedNames.POSITIONS, 2)
        && has(weights, PublishedNames.feedForward(0), 2);
  }

  private static boolean has(Weights weights, String name, int axes) {
    return weights.names().contains(name) && shape(weights, name).size() == axes;
  }

  private static ObjectNode layout(Weights weights) {
    List<Long> convolution = shape(weights, PublishedNames.FIRST_CONVOLUTION);
    long width = convolution.get(0);
    int layers = 0;
    while (weights.names().contains(PublishedNames.feedForward(layers))) {
      layers++;
    }
    return Json.mapper()
        .createObjectNode()
        .put("model_type", WhisperFamily.MODEL_TYPE)
        .put("num_mel_bins", convolution.get(1))
        .put("d_model", width)
        .put("encoder_layers", layers)
        .put("encoder_attention_heads", Math.max(1, width / HEAD_WIDTH))
        .put("encoder_ffn_dim", shape(weights, PublishedNames.feedForward(0)).get(0))
        .put("max_source_positions", shape(weights, PublishedNames.POSITIONS).get(0));
  }

  private static List<Long> shape(Weights weights, String name) {
    return weights.entry(name).shape();
  }
}
