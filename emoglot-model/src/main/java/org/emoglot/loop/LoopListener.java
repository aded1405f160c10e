package org.emoglot.loop;

/**
 * Watches a loop.
 *
 * @param <L> the result of a validation
 */
public interface LoopListener<L> {

  /** A run went on from a checkpoint after {@code steps} steps. */
  default void resumed(long steps) {}

  /** A step is done. */
  default void afterStep(StepReport report) {}

  /** A validation is done, and a checkpoint is about to be written. */
  default void beforeCheckpoint() {}

  /** A validation is done, and a checkpoint written. */
  default void afterValidation(L validation) {}
}
