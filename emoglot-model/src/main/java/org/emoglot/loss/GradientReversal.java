package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/**
 * The identity forward; backward it multiplies the gradient by -c (Ganin and Lempitsky 2015, arXiv
 * 1409.7495).
 */
public final class GradientReversal {

  private GradientReversal() {}

  /** Applies it to x of any shape, with strength c of at least 0. */
  public static Tensor of(Tensor x, double c) {
    // (1 + c) x - c x, where differentiation sees only the second term.
    return Ops.scale(x.detach(), 1 + c).sub(Ops.scale(x, c));
  }
}
