package org.emoglot.metric;

/**
 * What a class counts for in a mean over classes when its value is undefined, 0/0: its recall when
 * it is never the truth, its precision when it is never predicted, its F1 when it is neither.
 */
public enum AbsentClass {
  /**
   * The mean is taken over the other classes; NaN if there is none. As scikit-learn's {@code
   * balanced_accuracy_score}, and {@code recall_score(zero_division=np.nan)}.
   */
  SKIP,
  /** Its value is 0. As scikit-learn's {@code recall_score(labels=all, zero_division=0)}. */
  ZERO,
  /** Its value and the mean are NaN. */
  NAN
}
