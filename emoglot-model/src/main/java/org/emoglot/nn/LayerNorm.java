package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Mean 0 and variance 1 over the last axis, then scale and shift (Ba et al. 2016, arXiv
 * 1607.06450).
 */
public final class LayerNorm implements Layer {

  private final Tensor weight;
  private final Tensor bias;
  private final double epsilon;

  public LayerNorm(Parameters parameters, String name, int width, double epsilon) {
    weight = parameters.take(name + ".weight", Initializer.constant(1), width);
    bias = parameters.take(name + ".bias", Initializer.constant(0), width);
    this.epsilon = epsilon;
  }

  /** The scale, shape (D). */
  public Tensor weight() {
    return weight;
  }

  /** The shift, shape (D). */
  public Tensor bias() {
    return bias;
  }

  /** In float32, whatever the type of x. */
  @Override
  public Tensor forward(Tensor x) {
    return Ops.layerNorm(Ops.like(x, weight), weight, bias, epsilon);
  }
}
