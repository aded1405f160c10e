package org.emoglot.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.tensor.Ops;

/** Embeddings by their direction alone, and how similar directions are. */
final class Cosines {

  /** Below this a vector is taken to have no direction; avoids a division by zero. */
  private static final double SMALLEST_NORM = 1e-12;

  /** Stands for minus infinity where a true one would make 0 * infinity. */
  private static final double EXCLUDED = -1e9;

  private Cosines() {}

  /** The rows of h, shape (N, D), divided by their length. */
  static Tensor unit(Tensor h) {
    // The floor comes before the root, whose slope at zero is infinite.
    Tensor square = Ops.sum(h.square(), 1, true); // (N, 1)
    return h.div(square.clamp_min(new Scalar(SMALLEST_NORM * SMALLEST_NORM)).sqrt());
  }

  /** Similarities over tau, (N, M), of unit vectors (N, D) and (M, D). */
  static Tensor of(Tensor one, Tensor other, double tau) {
    return Ops.scale(one.matmul(other.transpose(0, 1)), 1 / tau);
  }

  /** Similarities that no softmax counts where the mask, of their size, is 1. */
  static Tensor without(Tensor similarity, long[] mask) {
    Tensor excluded = Ops.tensor(mask, similarity.size(0), similarity.size(1)).to(ScalarType.Bool);
    return Ops.fillWhere(similarity, excluded, EXCLUDED);
  }
}
