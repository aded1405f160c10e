package org.emoglot.loop;

/**
 * The learning rate over time: a linear rise, then half a cosine down to 0.
 *
 * @param highest learning rate at the end of the warm-up
 * @param warmupSteps steps of the rise
 * @param steps all steps
 */
public record Schedule(double highest, int warmupSteps, int steps) {

  /** The learning rate of a step, counted from 0. */
  public double learningRate(long step) {
    if (step < warmupSteps) {
      return highest * (step + 1) / warmupSteps;
    }
    double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
    return highest * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  }
}
