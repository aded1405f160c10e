package org.emoglot.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.io.Json;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.tensor.StoredTensors;

/**
 * The state of a loop: weights, moments of the optimizer, the best weights so far if there are any,
 * and all validations. Saved whole as one safetensors file, from which another process resumes
 * exactly.
 */
final class State<L extends ValidationResult> {

  private static final String CURRENT = "current/";
  private static final String FIRST = "first_moment/";
  private static final String SECOND = "second_moment/";
  private static final String BEST = "best/";

  private final String fingerprint;
  private final Class<L> type;
  private final Map<String, Tensor> trainable;
  private final AdamW optimizer;
  private final Map<String, float[]> best = new LinkedHashMap<>();
  private final List<L> validations = new ArrayList<>();

  State(String fingerprint, Class<L> type, Map<String, Tensor> trainable, AdamW optimizer) {
    this.fingerprint = fingerprint;
    this.type = type;
    this.trainable = trainable;
    this.optimizer = optimizer;
  }

  /** Steps done when it was last saved. */
  long steps() {
    return validations.isEmpty() ? 0 : validations.get(validations.size() - 1).step();
  }

  List<L> validations() {
    return List.copyOf(validations);
  }

  void note(L validation) {
    validations.add(validation);
    if (validation.best()) {
      trainable.forEach((name, tensor) -> best.put(name, read(tensor)));
    }
  }

  /** Puts the best weights in the place of the current ones. */
  void restoreBest() {
    best.forEach((name, values) -> Ops.assign(tensor(name), values));
  }

  void save(Path file) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.putAll(StoredTensors.of(CURRENT, trainable));
    tensors.putAll(StoredTensors.of(FIRST, optimizer.firstMoments()));
    tensors.putAll(StoredTensors.of(SECOND, optimizer.secondMoments()));
    best.forEach(
        (name, values) ->
            tensors.put(BEST + name, TensorData.floats(values, tensor(name).shape())));
    StateFile.write(file, tensors, fingerprint, validations);
  }

  private Tensor tensor(String name) {
    return Objects.requireNonNull(trainable.get(name), name);
  }

  /**
   * Goes on from a file, if there is one.
   *
   * @return whether there was one
   * @throws InvalidInputException if it is damaged or of another run
   */
  boolean resume(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (Safetensors saved = Safetensors.open(file)) {
      JsonNode counters = StateFile.counters(file, saved, fingerprint);
      assign(saved, CURRENT, trainable);
      assign(saved, FIRST, optimizer.firstMoments());
      assign(saved, SECOND, optimizer.secondMoments());
      for (String name : trainable.keySet()) {
        if (saved.names().contains(BEST + name)) {
          best.put(name, saved.floats(BEST + name));
        }
      }
      for (JsonNode validation : counters) {
        validations.add(Json.mapper().treeToValue(validation, type));
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a training checkpoint in %s, found a damaged one: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
    return true;
  }

  /** As {@link Loop#requireResumable}. */
  static void requireResumable(Path file, String fingerprint) {
    if (Files.exists(file)) {
      try (Safetensors saved = Safetensors.open(file)) {
        StateFile.counters(file, saved, fingerprint);
      }
    }
  }

  private static void assign(Safetensors saved, String prefix, Map<String, Tensor> target) {
    target.forEach((name, tensor) -> Ops.assign(tensor, saved.floats(prefix + name)));
  }

  private static float[] read(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      return Ops.floats(tensor);
    }
  }
}
