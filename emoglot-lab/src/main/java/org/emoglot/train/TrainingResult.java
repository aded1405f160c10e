package org.emoglot.train;

import java.util.List;

/**
 * How a training ended; the network holds the best weights.
 *
 * @param steps steps done
 * @param bestStep steps done when the best weights were found
 * @param bestUar their validation score
 * @param stoppedEarly whether patience ended before the step budget
 * @param history every look at the validation utterances
 */
public record TrainingResult(
    long steps,
    long bestStep,
    double bestUar,
    boolean stoppedEarly,
    List<ValidationReport> history) {

  public TrainingResult {
    history = List.copyOf(history);
  }
}
