package org.emoglot.wav2vec2;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * y = x Wᵀ + b, computed and returned in the precision of its parameters. Shapes: x (..., in),
 * weight (out, in), bias (out), y (..., out).
 */
public final class Linear implements Layer {

  private final Parameters parameters;
  private final Tensor weight;
  private final Tensor bias;

  public Linear(Parameters parameters, String name, int input, int output) {
    this(parameters, name, input, output, Initializer.xavier());
  }

  public Linear(
      Parameters parameters, String name, int input, int output, Initializer initializer) {
    this.parameters = parameters;
    weight = parameters.takeFactor(name + ".weight", initializer, output, input);
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
    return Ops.linear(parameters.factor(x), parameters.factor(weight), parameters.factor(bias));
  }
}
