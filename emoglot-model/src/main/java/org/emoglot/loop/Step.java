package org.emoglot.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.tensor.Scope;

/** One step of the optimizer. */
public final class Step {

  private final Learner<?> learner;
  private final AdamW optimizer;
  private final Map<String, Tensor> trainable;
  private final Schedule schedule;
  private final double gradientClip;

  public Step(Learner<?> learner, AdamW optimizer, LoopConfig config) {
    this.learner = learner;
    this.optimizer = optimizer;
    this.trainable = learner.trainable();
    this.schedule = new Schedule(config.learningRate(), config.warmupSteps(), config.steps());
    this.gradientClip = config.gradientClip();
  }

  /**
   * Does step number {@code step}, counted from 0.
   *
   * @throws TrainingDivergedException if loss or gradient is no longer a number
   */
  public StepReport run(long step) {
    try (Scope scope = Scope.open()) {
      Losses losses = learner.losses(step);
      losses.total().backward();
      double gradientNorm = torch.clip_grad_norm_(new TensorVector(withGradient()), gradientClip);
      double total = losses.total().item_double();
      if (!Double.isFinite(total) || !Double.isFinite(gradientNorm)) {
        throw new TrainingDivergedException(step, total, gradientNorm);
      }
      double learningRate = schedule.learningRate(step);
      optimizer.step(step, learningRate);
      Map<String, Double> parts = new LinkedHashMap<>();
      losses.parts().forEach((name, scalar) -> parts.put(name, scalar.item_double()));
      return new StepReport(step, total, parts, gradientNorm, learningRate);
    }
  }

  private Tensor[] withGradient() {
    return trainable.values().stream()
        .filter(tensor -> tensor.grad().defined())
        .toArray(Tensor[]::new);
  }
}
