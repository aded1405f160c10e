package org.emoglot.pretrain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.StoredTensors;
import org.emoglot.train.AdamW;
import org.emoglot.train.StateFile;

/** What a pretraining has come to: weights, the optimizer's moments, all looks. */
final class PretrainingState {

  private static final String CURRENT = "current/";
  private static final String FIRST = "first_moment/";
  private static final String SECOND = "second_moment/";

  private final String fingerprint;
  private final Map<String, Tensor> trainable;
  private final AdamW optimizer;
  private final List<PretrainingLook> looks = new ArrayList<>();

  /** The part that is not tensors. */
  private record Counters(List<PretrainingLook> looks) {}

  PretrainingState(String fingerprint, Map<String, Tensor> trainable, AdamW optimizer) {
    this.fingerprint = fingerprint;
    this.trainable = trainable;
    this.optimizer = optimizer;
  }

  /** Steps done when it was last saved. */
  long steps() {
    return looks.isEmpty() ? 0 : looks.get(looks.size() - 1).step();
  }

  List<PretrainingLook> looks() {
    return List.copyOf(looks);
  }

  void note(PretrainingLook look) {
    looks.add(look);
  }

  void save(Path file) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.putAll(StoredTensors.of(CURRENT, trainable));
    tensors.putAll(StoredTensors.of(FIRST, optimizer.firstMoments()));
    tensors.putAll(StoredTensors.of(SECOND, optimizer.secondMoments()));
    StateFile.write(file, tensors, fingerprint, new Counters(looks));
  }

  /**
   * Goes on from a file, if there is one.
   *
   * @throws org.emoglot.InvalidInputException if it is damaged or of another pretraining
   */
  boolean resume(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (Safetensors saved = Safetensors.open(file)) {
      Counters counters = StateFile.counters(file, saved, fingerprint, Counters.class);
      assign(saved, CURRENT, trainable);
      assign(saved, FIRST, optimizer.firstMoments());
      assign(saved, SECOND, optimizer.secondMoments());
      looks.clear();
      looks.addAll(counters.looks());
    }
    return true;
  }

  private static void assign(Safetensors saved, String prefix, Map<String, Tensor> target) {
    target.forEach((name, tensor) -> Ops.assign(tensor, saved.floats(prefix + name)));
  }
}
