package org.emoglot.train;

import java.util.List;
import org.emoglot.loop.Loop;

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

  /**
   * The result of some looks.
   *
   * @param patience looks without better weights after which a training ends
   */
  static TrainingResult of(List<ValidationReport> looks, int patience) {
    long steps = 0;
    long bestStep = 0;
    double bestUar = Double.NEGATIVE_INFINITY;
    for (ValidationReport look : looks) {
      steps = look.step();
      if (look.best()) {
        bestStep = look.step();
        bestUar = look.uar();
      }
    }
    return new TrainingResult(
        steps, bestStep, bestUar, Loop.looksSinceBest(looks) >= patience, looks);
  }
}
