package org.emoglot.nn;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * y = x Wᵀ + b, computed and returned in the precision of its parameters. Shapes: x (..., in),
 * weight (out, in), bias (out) or none, y (..., out).
 */
public final class Linear implements Layer {

  private final Parameters parameters;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  public Linear(Parameters parameters, String name, int input, int output) {
    this(parameters, name, input, output, Initializer.xavier());
  }

  public Linear(
      Parameters parameters, String name, int input, int output, Initializer initializer) {
    this(parameters, name, input, output, initializer, true);
  }

  private Linear(
      Parameters parameters,
      String name,
      int input,
      int output,
      Initializer initializer,
      boolean biased) {
    this.parameters = parameters;
    weight = parameters.takeMatrix(name + ".weight", initializer, output, input);
    bias = biased ? parameters.take(name + ".bias", Initializer.constant(0), output) : null;
  }

  /** A projection without a bias: y = x Wᵀ. */
  public static Linear withoutBias(Parameters parameters, String name, int input, int output) {
    return new Linear(parameters, name, input, output, Initializer.xavier(), false);
  }

  /** Values of a frame that goes in. */
  public int inputs() {
    return Math.toIntExact(weight.size(1));
  }

  /** Values of a frame that comes out. */
  public int outputs() {
    return Math.toIntExact(weight.size(0));
  }

  /**
   * Adds to the weights, outside of automatic differentiation.
   *
   * @param update shape (out, in)
   */
  public void add(Tensor update) {
    Ops.addInPlace(weight, update);
  }

  /**
   * Replaces weights and bias, outside of automatic differentiation.
   *
   * @param weights (out, in)
   * @param biases (out)
   */
  public void assign(float[][] weights, float[] biases) {
    float[] flat = new float[Math.toIntExact(weight.numel())];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(weights[row], 0, flat, row * weights[row].length, weights[row].length);
    }
    Ops.assign(weight, flat);
    Ops.assign(Objects.requireNonNull(bias), biases);
  }

  /**
   * Adds to weights and bias, outside of automatic differentiation.
   *
   * @param weights (out, in)
   * @param biases (out)
   */
  public void add(float[][] weights, float[] biases) {
    float[] flat = Ops.floats(weight);
    float[] shift = Ops.floats(Objects.requireNonNull(bias));
    for (int row = 0; row < weights.length; row++) {
      shift[row] += biases[row];
      for (int i = 0; i < weights[row].length; i++) {
        flat[row * weights[row].length + i] += weights[row][i];
      }
    }
    Ops.assign(weight, flat);
    Ops.assign(Objects.requireNonNull(bias), shift);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Ops.linear(parameters.factor(x), parameters.factor(weight), biasFactor());
  }

  /** The activation of {@link #forward}, in one operation where the engine has one. */
  Tensor forward(Tensor x, Activation activation) {
    return activation == Activation.GELU
        ? Ops.geluOfLinear(parameters.factor(x), parameters.factor(weight), biasFactor())
        : activation.of(forward(x));
  }

  /** {@link #forward} and a float32 tensor of its shape, in one operation where there is one. */
  Tensor forwardOnto(Tensor summand, Tensor x) {
    return Ops.linearSum(summand, parameters.factor(x), parameters.factor(weight), biasFactor());
  }

  private @Nullable Tensor biasFactor() {
    return bias == null ? null : parameters.factor(bias);
  }
}
