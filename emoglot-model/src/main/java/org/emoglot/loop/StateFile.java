package org.emoglot.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;

/**
 * The checkpoint of a training: tensors, and counters as JSON beside the fingerprint of the
 * training. Written whole or not at all.
 */
final class StateFile {

  private static final String METADATA_KEY = "emoglot_training";
  private static final String METADATA_HASH_KEY = "emoglot_training_sha256";

  private StateFile() {}

  /**
   * SHA-256 over name, type, shape and content of every tensor, in the order of names; a flipped
   * bit in a weight would train on to another result.
   */
  private static String digest(Map<String, TensorData> tensors) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(tensors)
        .forEach((name, data) -> lines.add(line(name, data.entry(), data.sha256())));
    return Sha256.of(String.join("\n", lines));
  }

  private static String digest(Safetensors saved) {
    List<String> lines = new ArrayList<>();
    for (String name : new TreeSet<>(saved.names())) {
      lines.add(line(name, saved.entry(name), Sha256.of(saved.bytes(name))));
    }
    return Sha256.of(String.join("\n", lines));
  }

  private static String line(String name, Safetensors.Entry entry, String sha256) {
    return "%s %s %s %s".formatted(name, entry.dtype(), entry.shape(), sha256);
  }

  /** Writes a state. The counters are what {@link #counters} reads again, as JSON. */
  static void write(
      Path file, Map<String, TensorData> tensors, String fingerprint, Object counters) {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("fingerprint", fingerprint);
    saved.put("counters", counters);
    saved.put("tensors", digest(tensors));
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
  static JsonNode counters(Path file, Safetensors saved, String fingerprint) {
    String json = saved.metadata().get(METADATA_KEY);
    if (json == null) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a safetensors file without %s."
              .formatted(file, METADATA_KEY));
    }
    if (!Sha256.of(json).equals(saved.metadata().get(METADATA_HASH_KEY))) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a damaged one (%s does not have the SHA-256 beside it): remove it to train from the beginning."
              .formatted(file, METADATA_KEY));
    }
    try {
      JsonNode state = Json.mapper().readTree(json);
      String found = state.path("fingerprint").asText();
      if (!found.equals(fingerprint)) {
        throw new InvalidInputException(
            "Expected in %s the checkpoint of this training, found one with another configuration, seed or data (%s instead of %s): choose another output folder, or remove this one."
                .formatted(file, abbreviated(found), abbreviated(fingerprint)));
      }
      if (!digest(saved).equals(state.path("tensors").asText())) {
        throw new InvalidInputException(
            "Expected a training checkpoint in %s, found a damaged one (its tensors do not have the SHA-256 beside them): remove it to train from the beginning."
                .formatted(file));
      }
      return state.path("counters");
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
