package org.emoglot.grid;

import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;

/** Watches a grid. */
@FunctionalInterface
public interface GridListener {

  /**
   * A run begins, or goes on.
   *
   * @param request what is run
   * @param progress how far the grid has come
   * @return who watches the run
   */
  ExperimentListener starting(ExperimentRequest request, GridProgress progress);
}
