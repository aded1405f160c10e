package org.emoglot.spark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.ScorerOptions;

/**
 * The models of this process: one of a kind, which its tasks share. A model that no task needs any
 * more stays for the next stage, until another is asked for or the process ends; then it is closed.
 */
final class SharedModels {

  private static final SharedModels HERE = new SharedModels();

  private final Map<ModelSource, Shared> models = new LinkedHashMap<>();

  private SharedModels() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "emoglot closes models"));
  }

  private static final class Shared {
    final EmotionClassifier classifier;
    int users;

    Shared(EmotionClassifier classifier) {
      this.classifier = classifier;
    }
  }

  /**
   * A model for the current task, until that ends; outside of a task, until the process ends.
   *
   * @throws org.emoglot.InvalidInputException if the model is not on this machine, or is another
   */
  static EmotionClassifier forTask(ModelSource source) {
    return HERE.lease(source);
  }

  /** How many are loaded. */
  static int loaded() {
    return HERE.size();
  }

  private synchronized int size() {
    return models.size();
  }

  private synchronized EmotionClassifier lease(ModelSource source) {
    Shared shared = models.get(source);
    if (shared == null) {
      closeIdle();
      shared = new Shared(open(source));
      models.put(source, shared);
    }
    shared.users++;
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> release(source));
    }
    return shared.classifier;
  }

  private synchronized void release(ModelSource source) {
    Shared shared = models.get(source);
    if (shared != null) {
      shared.users--;
    }
  }

  private void closeIdle() {
    models
        .values()
        .removeIf(
            shared -> {
              if (shared.users == 0) {
                shared.classifier.close();
              }
              return shared.users == 0;
            });
  }

  private synchronized void closeAll() {
    models.values().forEach(shared -> shared.classifier.close());
    models.clear();
  }

  private static EmotionClassifier open(ModelSource source) {
    ExecutorProcess.prepare();
    Path path = source.verifiedPath();
    EmotionClassifier classifier =
        EmotionClassifier.load(
            path,
            ScorerOptions.DEFAULT.withPrecision(source.precision()).withEngine(source.engine()));
    return source.logitShift().map(classifier::adapted).orElse(classifier);
  }
}
