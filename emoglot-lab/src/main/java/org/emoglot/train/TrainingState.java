package org.emoglot.train;

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
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.tensor.StoredTensors;

/**
 * What a training has come to: weights, the optimizer's moments, the best weights so far, counters.
 * Saved whole as one safetensors file, from which another process goes on as if nothing had
 * happened.
 */
final class TrainingState {

  private static final String CURRENT = "current/";
  private static final String FIRST = "first_moment/";
  private static final String SECOND = "second_moment/";
  private static final String BEST = "best/";

  private final String fingerprint;
  private final int patience;
  private final Map<String, Tensor> trainable;
  private final AdamW optimizer;
  private final Map<String, float[]> best = new LinkedHashMap<>();
  private Counters counters = new Counters(0, 0, Double.NEGATIVE_INFINITY, 0, List.of());

  /**
   * The part that is not tensors.
   *
   * @param steps steps done
   * @param bestStep steps done when the best weights were found
   * @param bestUar their score
   * @param looksSinceBest looks at the validation utterances since then
   * @param history all looks
   */
  private record Counters(
      long steps,
      long bestStep,
      double bestUar,
      int looksSinceBest,
      List<ValidationReport> history) {}

  TrainingState(TrainingTask task, Map<String, Tensor> trainable, AdamW optimizer) {
    this.fingerprint = task.fingerprint();
    this.patience = task.config().patience();
    this.trainable = trainable;
    this.optimizer = optimizer;
  }

  long steps() {
    return counters.steps();
  }

  boolean outOfPatience() {
    return counters.looksSinceBest() >= patience;
  }

  /** Whether a score would be the best so far; of equal scores the first counts. */
  boolean wouldBeBest(double uar) {
    return uar > counters.bestUar();
  }

  /** Takes note of a look at the validation utterances. */
  void note(ValidationReport report) {
    List<ValidationReport> history = new ArrayList<>(counters.history());
    history.add(report);
    if (report.best()) {
      trainable.forEach((name, tensor) -> best.put(name, read(tensor)));
      counters = new Counters(report.step(), report.step(), report.uar(), 0, history);
    } else {
      counters =
          new Counters(
              report.step(),
              counters.bestStep(),
              counters.bestUar(),
              counters.looksSinceBest() + 1,
              history);
    }
  }

  TrainingResult result() {
    return new TrainingResult(
        counters.steps(),
        counters.bestStep(),
        counters.bestUar(),
        outOfPatience(),
        counters.history());
  }

  /** Puts the best weights in the place of the current ones. */
  void restoreBest() {
    if (!best.isEmpty()) {
      trainable.forEach((name, tensor) -> Ops.assign(tensor, best(name)));
    }
  }

  void save(Path file) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.putAll(StoredTensors.of(CURRENT, trainable));
    tensors.putAll(StoredTensors.of(FIRST, optimizer.firstMoments()));
    tensors.putAll(StoredTensors.of(SECOND, optimizer.secondMoments()));
    trainable.forEach(
        (name, tensor) -> tensors.put(BEST + name, TensorData.floats(best(name), tensor.shape())));
    StateFile.write(file, tensors, fingerprint, counters);
  }

  private float[] best(String name) {
    return Objects.requireNonNull(best.get(name), name);
  }

  /**
   * Goes on from a file, if there is one.
   *
   * @return whether there was one
   * @throws InvalidInputException if it is of a training with another configuration or other data
   */
  boolean resume(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (Safetensors saved = Safetensors.open(file)) {
      Counters state = StateFile.counters(file, saved, fingerprint, Counters.class);
      assign(saved, CURRENT, trainable);
      assign(saved, FIRST, optimizer.firstMoments());
      assign(saved, SECOND, optimizer.secondMoments());
      for (String name : trainable.keySet()) {
        best.put(name, saved.floats(BEST + name));
      }
      counters = state;
    }
    return true;
  }

  /** As {@link Trainer#requireResumable}. */
  static void requireResumable(Path file, String fingerprint) {
    if (Files.exists(file)) {
      try (Safetensors saved = Safetensors.open(file)) {
        StateFile.counters(file, saved, fingerprint, Counters.class);
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
