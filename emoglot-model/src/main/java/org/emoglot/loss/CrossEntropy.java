package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/** L_CE, the mean over the batch of -log softmax(logits) at the true class; eq. 11. */
public final class CrossEntropy implements Term {

  public static final String NAME = "crossEntropy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double weight() {
    return 1;
  }

  @Override
  public Tensor value(BatchView batch) {
    return of(batch.logits(), batch.targets().emotions());
  }

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
