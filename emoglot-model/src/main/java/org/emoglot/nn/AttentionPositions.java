package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** How attention knows where in a sequence frames are. */
public interface AttentionPositions {

  /** Attention that does not know. */
  AttentionPositions NONE = new AttentionPositions() {};

  /**
   * What queries and keys are projected from.
   *
   * @param x the attention's input, (ΣT, D)
   * @return shape (ΣT, D)
   */
  default Frames placed(Frames x) {
    return x;
  }

  /**
   * The queries as keys meet them.
   *
   * @param queries of sequences of one length, (n, H, T, D/H)
   * @return shape (n, H, T, D/H)
   */
  default Tensor queries(Tensor queries) {
    return queries;
  }

  /**
   * What is added to the scores before the softmax, for sequences of one length.
   *
   * @param x the attention's input, (n, T, D)
   * @param queries as they were projected, (n, H, T, D/H)
   * @return shape (n, H, T, T), queries before keys; null where nothing is
   */
  default @Nullable Tensor bias(Tensor x, Tensor queries) {
    return null;
  }
}
