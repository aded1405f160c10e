package org.emoglot.experiment;

import org.emoglot.train.TrainingListener;

/** Watches a run. */
public interface ExperimentListener extends TrainingListener {

  /** Hears nothing. */
  ExperimentListener SILENT = new ExperimentListener() {};

  /** {@code done} of {@code total} clips of a phase are read. */
  default void progress(String phase, int done, int total) {}

  /** The head was fitted without {@code done} of {@code total} languages, for calibration. */
  default void leftOut(int done, int total) {}

  /** Something worth a line. */
  default void message(String text) {}
}
