package org.emoglot.wav2vec2;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/** y = x Wᵀ + b. Shapes: x (..., in), weight (out, in), bias (out), y (..., out). */
public final class Linear implements Layer {

  /** Standard deviation of fresh weights, as in BERT and wav2vec 2.0. */
  private static final double INITIAL_DEVIATION = 0.02;

  private final Tensor weight;
  private final Tensor bias;

  public Linear(Parameters parameters, String name, int input, int output) {
    this(parameters, name, input, output, Initializer.normal(INITIAL_DEVIATION));
  }

  public Linear(
      Parameters parameters, String name, int input, int output, Initializer initializer) {
    weight = parameters.take(name + ".weight", initializer, output, input);
    bias = parameters.take(name + ".bias", Initializer.constant(0), output);
  }

  public int inputs() {
    return Math.toIntExact(weight.size(1));
  }

  public int outputs() {
    return Math.toIntExact(weight.size(0));
  }

  @Override
  public Tensor forward(Tensor x) {
    return Ops.linear(x, weight, bias);
  }
}
