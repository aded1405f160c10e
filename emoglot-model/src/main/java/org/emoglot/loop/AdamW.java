package org.emoglot.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101) over named parameters. Its state is plain
 * tensors under readable names, so that a checkpoint needs no serialised objects.
 */
public final class AdamW implements AutoCloseable {

  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private final double weightDecay;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /** A parameter and the running means of its gradient and of the gradient's square. */
  private record Slot(Tensor parameter, Tensor first, Tensor second) {}

  /**
   * Begins with moments of zero.
   *
   * @param parameters changed in place by {@link #step}
   * @param weightDecay of matrices, decoupled
   */
  public AdamW(Map<String, Tensor> parameters, double weightDecay) {
    this.weightDecay = weightDecay;
    try (Scope scope = Scope.open()) {
      parameters.forEach(
          (name, tensor) ->
              slots.put(
                  name,
                  new Slot(
                      tensor,
                      Scope.own(Ops.zeros(tensor.shape())),
                      Scope.own(Ops.zeros(tensor.shape())))));
    }
  }

  /** The moments by parameter name, to be saved and assigned to. */
  public Map<String, Tensor> firstMoments() {
    return moments(Slot::first);
  }

  /** The running means of the gradients' squares. */
  public Map<String, Tensor> secondMoments() {
    return moments(Slot::second);
  }

  private Map<String, Tensor> moments(Function<Slot, Tensor> which) {
    Map<String, Tensor> moments = new LinkedHashMap<>();
    slots.forEach((name, slot) -> moments.put(name, which.apply(slot)));
    return moments;
  }

  /**
   * Updates every parameter that has a gradient, and clears the gradients. Matrices decay, vectors
   * (biases, norms, gates) do not.
   *
   * @param step number of the step, counted from 0
   */
  public void step(long step, double learningRate) {
    double firstCorrection = 1 - Math.pow(FIRST_DECAY, step + 1.0);
    double secondCorrection = 1 - Math.pow(SECOND_DECAY, step + 1.0);
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Slot slot : slots.values()) {
        try (Scope scope = Scope.open()) {
          update(slot, learningRate, firstCorrection, secondCorrection);
        }
      }
    }
  }

  private void update(
      Slot slot, double learningRate, double firstCorrection, double secondCorrection) {
    Tensor parameter = slot.parameter();
    Tensor gradient = parameter.grad();
    if (!gradient.defined()) {
      return;
    }
    Tensor first = slot.first();
    Tensor second = slot.second();
    first.mul_(new Scalar(FIRST_DECAY)).add_(gradient, new Scalar(1 - FIRST_DECAY));
    second
        .mul_(new Scalar(SECOND_DECAY))
        .addcmul_(gradient, gradient, new Scalar(1 - SECOND_DECAY));
    if (parameter.ndimension() > 1) {
      parameter.mul_(new Scalar(1 - learningRate * weightDecay));
    }
    Tensor deviation =
        second.sqrt().div_(new Scalar(Math.sqrt(secondCorrection))).add_(new Scalar(EPSILON));
    parameter.addcdiv_(first, deviation, new Scalar(-learningRate / firstCorrection));
    gradient.zero_();
  }

  @Override
  public void close() {
    for (Slot slot : slots.values()) {
      Scope.disown(slot.first());
      Scope.disown(slot.second());
    }
    slots.clear();
  }
}
