package org.emoglot.loop;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What learns in a {@link Loop}: from a batch it makes named losses.
 *
 * @param <L> the result of a validation
 */
public interface Learner<L extends ValidationResult> {

  /** All that is trained, by name; always the same tensors. */
  Map<String, Tensor> trainable();

  /**
   * The losses of a step's batch. Everything random in it (batch, augmentation, dropout) follows
   * from the seed and the step's number, so that a resumed loop repeats it exactly. The caller has
   * opened a scope.
   *
   * @param step number, counted from 0
   */
  Losses losses(long step);

  /**
   * Looks at what is held out.
   *
   * @param step steps done
   * @param trainingLoss mean objective of the steps since the last validation; NaN before the first
   *     step
   * @param before the validations so far
   */
  L validate(long step, double trainingLoss, List<L> before);

  /** The type of a validation in checkpoints. */
  Class<L> validationType();

  /** Whether there is a validation before the first step. */
  default boolean validatesFirst() {
    return false;
  }
}
