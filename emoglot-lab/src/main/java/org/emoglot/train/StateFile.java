package org.emoglot.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;

/**
 * The file in which a training keeps what it has come to: tensors, and counters as JSON beside the
 * fingerprint of the training. Written whole or not at all.
 */
public final class StateFile {

  private static final String METADATA_KEY = "emoglot_training";
  private static final String METADATA_HASH_KEY = "emoglot_training_sha256";

  private StateFile() {}

  /** Writes a state. The counters are a record, which {@link #counters} reads again. */
  public static void write(
      Path file, Map<String, TensorData> tensors, String fingerprint, Object counters) {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("fingerprint", fingerprint);
    saved.put("counters", counters);
    String json = Json.writeLine(saved);
    // With its own hash: a flipped bit in a counter would be valid JSON. In a fixed order.
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(METADATA_KEY, json);
    metadata.put(METADATA_HASH_KEY, Sha256.of(json));
    SafetensorsWriter.write(file, tensors, metadata);
  }

  /**
   * The counters of a state.
   *
   * @param saved the opened file
   * @throws InvalidInputException if it is damaged, or of a training with another fingerprint
   */
  public static <C> C counters(Path file, Safetensors saved, String fingerprint, Class<C> type) {
    String json = saved.metadata().get(METADATA_KEY);
    if (json == null) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a safetensors file without %s."
              .formatted(file, METADATA_KEY));
    }
    if (!Sha256.of(json).equals(saved.metadata().get(METADATA_HASH_KEY))) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a damaged one (%s is not of the SHA-256 beside it): remove it to train from the beginning."
              .formatted(file, METADATA_KEY));
    }
    try {
      JsonNode state = Json.mapper().readTree(json);
      String found = state.path("fingerprint").asText();
      if (!found.equals(fingerprint)) {
        throw new InvalidInputException(
            "Expected %s to be of this training, found the checkpoint of another configuration, seed or data (%s instead of %s): choose another output folder, or remove this one."
                .formatted(file, abbreviated(found), abbreviated(fingerprint)));
      }
      return Json.mapper().treeToValue(state.path("counters"), type);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a damaged one: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private static String abbreviated(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
