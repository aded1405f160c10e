package org.emoglot.grid;

import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;

/** Watches a grid. */
@FunctionalInterface
public interface GridListener {

  /**
   * A run starts or resumes.
   *
   * @param request what is run
   * @param progress how far the grid has come; this run is one of those that are running
   * @return who watches the run
   */
  ExperimentListener starting(ExperimentRequest request, GridProgress progress);

  /** A run is done. */
  default void done(ExperimentRequest request, GridProgress progress) {}

  /** A run failed; the others go on, and the grid fails at the end. */
  default void failed(ExperimentRequest request, RuntimeException why) {}
}
