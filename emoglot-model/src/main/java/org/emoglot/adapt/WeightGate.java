package org.emoglot.adapt;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Layer;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Parameters;

/** y = sigmoid(g) x with a learned g: a scalar on a branch, or a vector on a layer's input. */
final class WeightGate implements Layer {

  private final Tensor logit;

  private WeightGate(Tensor logit) {
    this.logit = logit;
  }

  /** One scalar; sigmoid(0) = 1/2 at the start. */
  static WeightGate scalar(Parameters parameters, String name) {
    return new WeightGate(parameters.take(name + ".gate", Initializer.constant(0), 1));
  }

  /** One value per channel, g = 1 at the start (Lashkarashvili et al. 2024, arXiv 2402.11747). */
  static WeightGate vector(Parameters parameters, String name, int width) {
    return new WeightGate(parameters.take(name + ".gate", Initializer.constant(1), width));
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.mul(logit.sigmoid());
  }
}
