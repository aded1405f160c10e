package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;

/** What is added to the scores of attention before the softmax. */
@FunctionalInterface
public interface AttentionBias {

  /**
   * The bias of clips of one length.
   *
   * @param x the attention's input, (n, T, D)
   * @return shape (n, H, T, T), queries before keys
   */
  Tensor forward(Tensor x);
}
