package org.emoglot.representation;

/**
 * How a probe is trained and tested.
 *
 * @param folds of the cross-validation, at least 2
 * @param cost of errors against the size of the weights, C of scikit-learn and LIBLINEAR, positive
 * @param seed of the folds
 */
public record ProbeOptions(int folds, double cost, long seed) {

  /** Five folds; C = 1, as scikit-learn. */
  public static final ProbeOptions DEFAULT = new ProbeOptions(5, 1, 1);

  public ProbeOptions {
    if (folds < 2 || !(cost > 0 && Double.isFinite(cost))) {
      throw new IllegalArgumentException(
          "Expected at least 2 folds and a positive cost, found %d and %s.".formatted(folds, cost));
    }
  }
}
