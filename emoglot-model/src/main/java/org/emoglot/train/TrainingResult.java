package org.emoglot.train;

import java.util.List;
import org.emoglot.loop.Loop;

/**
 * How a training ended; the network holds the best weights.
 *
 * @param steps steps done; of a fitted head, iterations of its search
 * @param bestStep steps done when the best weights were found
 * @param bestUar their validation score
 * @param stoppedEarly whether patience ended before the step budget
 * @param history all validations
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

  /**
   * The result of some validations.
   *
   * @param patience validations without better weights until a training ends
   */
  static TrainingResult of(List<ValidationReport> validations, int patience) {
    long steps = 0;
    long bestStep = 0;
    double bestUar = Double.NEGATIVE_INFINITY;
    for (ValidationReport validation : validations) {
      steps = validation.step();
      if (validation.best()) {
        bestStep = validation.step();
        bestUar = validation.uar();
      }
    }
    return new TrainingResult(
        steps, bestStep, bestUar, Loop.validationsSinceBest(validations) >= patience, validations);
  }
}
