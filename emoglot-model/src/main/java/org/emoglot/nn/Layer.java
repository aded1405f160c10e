package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;

/** A function of a tensor with parameters of its own; what adaptation wraps. */
@FunctionalInterface
public interface Layer {
  Tensor forward(Tensor x);
}
