package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;

/** A function of a tensor with its own parameters; adaptation wraps it. */
@FunctionalInterface
public interface Layer {
  Tensor forward(Tensor x);
}
