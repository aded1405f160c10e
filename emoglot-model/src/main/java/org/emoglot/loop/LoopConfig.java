package org.emoglot.loop;

/**
 * How long and how fast to learn.
 *
 * @param steps of the optimizer, at most
 * @param learningRate the highest, reached after the warm-up
 * @param warmupSteps over which the learning rate rises from 0
 * @param weightDecay AdamW's, decoupled
 * @param gradientClip the gradient's norm is scaled down to this
 * @param validateEvery steps between two validations (and two checkpoints)
 * @param patience validations without better weights until the loop ends
 */
public record LoopConfig(
    int steps,
    double learningRate,
    int warmupSteps,
    double weightDecay,
    double gradientClip,
    int validateEvery,
    int patience) {

  /** For a loop that ends with its steps. */
  public static final int UNLIMITED = Integer.MAX_VALUE;
}
