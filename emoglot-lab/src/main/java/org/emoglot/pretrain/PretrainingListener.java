package org.emoglot.pretrain;

/** Watches a pretraining. */
public interface PretrainingListener {

  /** Hears nothing. */
  PretrainingListener SILENT = new PretrainingListener() {};

  /** {@code done} of {@code total} files of a folder are read. */
  default void reading(String corpus, int done, int total) {}

  /** A run went on from a checkpoint after {@code steps} steps. */
  default void resumed(long steps) {}

  /** A step is done. */
  default void afterStep(PretrainingStep.Report report) {}

  /** A look at the held-out clips is done, and a checkpoint written. */
  default void afterValidation(PretrainingLook look) {}

  /** Something worth a line. */
  default void message(String text) {}
}
