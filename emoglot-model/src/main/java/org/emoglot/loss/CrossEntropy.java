package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/** L_CE, the mean over the batch of -log softmax(logits) at the true class; eq. 11. */
public final class CrossEntropy {

  private CrossEntropy() {}

  /**
   * The loss.
   *
   * @param logits shape (B, K)
   * @param classes B class indices, each in [0, K)
   * @return a scalar
   */
  public static Tensor of(Tensor logits, int[] classes) {
    Tensor picked = Ops.logSoftmax(logits).gather(1, Ops.indices(classes).unsqueeze(1)); // (B, 1)
    return picked.mean().neg();
  }
}
