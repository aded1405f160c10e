package org.emoglot.train;

/** Watches a training: progress bars, logs, curves. */
public interface TrainingListener {

  /** A run went on from a checkpoint after {@code steps} steps. */
  default void resumed(long steps) {}

  /** A step is done. */
  default void afterStep(StepReport report) {}

  /** A look at the validation utterances is done, and a checkpoint written. */
  default void afterValidation(ValidationReport report) {}
}
