package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * A term of the objective. A term that has parameters of its own, such as a speaker head, takes
 * them when it is made. They are trained with the network and are not part of a saved model.
 */
public interface Term {

  /** The name in systems, settings, step reports and tables. */
  String name();

  /** The factor in the objective, at least 0. */
  double weight();

  /**
   * The value for a batch, without the weight.
   *
   * @return a scalar of the embeddings' type, 0 with gradient 0 where the batch has nothing to
   *     learn from
   */
  Tensor value(BatchView batch);
}
