package org.emoglot.loop;

/** The loss or its gradient is no longer a number. */
public final class TrainingDivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrainingDivergedException(long step, double loss, double gradientNorm) {
    super(
        "Training diverged at step %d: loss %s, gradient norm %s; lower training.learningRate or training.gradientClip."
            .formatted(step, loss, gradientNorm));
  }
}
