package org.emoglot.train;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.loop.Loop;
import org.emoglot.representation.SoftmaxRegression;

/** Trains a network on labelled clips, in a {@link Loop} or by a {@link HeadFit}. */
public final class Trainer {

  private Trainer() {}

  /**
   * Trains a network, from {@code checkpoint} on where that exists, and leaves the best weights in
   * it.
   *
   * @param checkpoint file that is rewritten, whole, at every validation; not where the head is
   *     fitted, which takes seconds and ends with the same weights again
   * @throws org.emoglot.loop.TrainingDivergedException if the loss is no longer a number
   * @throws org.emoglot.InvalidInputException if the checkpoint is damaged, or of another training
   */
  public static TrainingResult train(
      TrainingTask task, Path checkpoint, List<TrainingListener> listeners) {
    if (task.config().head() == Head.FITTED) {
      return HeadFit.of(task, listeners);
    }
    HeadFit.standardize(task.network(), WeightedClips.of(task.data().training(), task.clips()));
    List<ValidationReport> validations =
        Loop.run(
            new EmotionLearner(task),
            task.config().loop(),
            checkpoint,
            task.fingerprint(),
            listeners);
    return TrainingResult.of(validations, task.config().patience());
  }

  /**
   * Fits the head of a trained network again, to the validation clips as well, where {@link
   * TrainingConfig#refit} asks for it. Its answers to these clips measure nothing afterwards.
   *
   * @throws org.emoglot.InvalidInputException if no minimum is found
   */
  public static void refit(TrainingTask task) {
    if (task.config().refit()) {
      HeadFit.fit(task, task.learned(), SoftmaxRegression.EXACT);
    }
  }
}
