package org.emoglot.train;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.loop.Loop;

/** Trains a network on labelled clips, in a {@link Loop}. */
public final class Trainer {

  private Trainer() {}

  /**
   * Trains a network, from {@code checkpoint} on where that exists, and leaves the best weights in
   * it.
   *
   * @param checkpoint file that is rewritten, whole, at every validation
   * @throws org.emoglot.loop.TrainingDivergedException if the loss is no longer a number
   * @throws org.emoglot.InvalidInputException if the checkpoint is damaged, or of another training
   */
  public static TrainingResult train(
      TrainingTask task, Path checkpoint, List<TrainingListener> listeners) {
    List<ValidationReport> validations =
        Loop.run(
            new EmotionLearner(task),
            task.config().loop(),
            checkpoint,
            task.fingerprint(),
            listeners);
    return TrainingResult.of(validations, task.config().patience());
  }
}
