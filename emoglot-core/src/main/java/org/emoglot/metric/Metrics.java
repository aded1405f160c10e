package org.emoglot.metric;

import java.util.Arrays;

/**
 * Measures of a confusion matrix c, truth i by prediction j.
 *
 * <p>Names vary between papers: UAR (unweighted average recall) is also called UA, unweighted
 * accuracy and balanced accuracy; accuracy is also called WA, weighted accuracy and WAR.
 */
public final class Metrics {

  private Metrics() {}

  /**
   * Accuracy: sum_i c_ii / sum_ij c_ij, in [0, 1]; NaN without predictions. Equals scikit-learn's
   * {@code accuracy_score}.
   */
  public static double accuracy(ConfusionMatrix matrix) {
    return (double) matrix.correct() / matrix.total();
  }

  /**
   * Unweighted average recall: the mean over classes of {@link #recall}, in [0, 1]; chance level is
   * 1/K. Equals scikit-learn's {@code recall_score(average="macro")} and, with {@link
   * AbsentClass#SKIP}, {@code balanced_accuracy_score}. B. Schuller, S. Steidl, A. Batliner: <i>The
   * INTERSPEECH 2009 Emotion Challenge</i>.
   */
  public static double uar(ConfusionMatrix matrix, AbsentClass absent) {
    return mean(recall(matrix, absent), absent);
  }

  /**
   * Macro-F1: the mean over classes of {@link #f1}, in [0, 1]. Equals scikit-learn's {@code
   * f1_score(average="macro", labels=all)}.
   */
  public static double macroF1(ConfusionMatrix matrix, AbsentClass absent) {
    return mean(f1(matrix, absent), absent);
  }

  /**
   * Recall of each class: c_ii / sum_j c_ij.
   *
   * @param absent the value for a class that is never the truth: 0 for ZERO, else NaN
   * @return (K)
   */
  public static double[] recall(ConfusionMatrix matrix, AbsentClass absent) {
    return perClass(matrix, absent, (m, k) -> m.count(k, k), ConfusionMatrix::support);
  }

  /**
   * Precision of each class: c_jj / sum_i c_ij.
   *
   * @param absent the value for a class that is never predicted: 0 for ZERO, else NaN
   * @return (K)
   */
  public static double[] precision(ConfusionMatrix matrix, AbsentClass absent) {
    return perClass(matrix, absent, (m, k) -> m.count(k, k), ConfusionMatrix::predicted);
  }

  /**
   * F1 of each class: 2 c_kk / (sum_j c_kj + sum_i c_ik), the harmonic mean of precision and
   * recall. A class that is only the truth or only predicted has F1 0, as in scikit-learn.
   *
   * @param absent the value for a class that is neither: 0 for ZERO, else NaN
   * @return (K)
   */
  public static double[] f1(ConfusionMatrix matrix, AbsentClass absent) {
    return perClass(
        matrix, absent, (m, k) -> 2 * m.count(k, k), (m, k) -> m.support(k) + m.predicted(k));
  }

  @FunctionalInterface
  private interface Count {
    long of(ConfusionMatrix matrix, int label);
  }

  private static double[] perClass(
      ConfusionMatrix matrix, AbsentClass absent, Count numerator, Count denominator) {
    double[] values = new double[matrix.labels().size()];
    for (int k = 0; k < values.length; k++) {
      long n = denominator.of(matrix, k);
      double undefined = absent == AbsentClass.ZERO ? 0 : Double.NaN;
      values[k] = n == 0 ? undefined : (double) numerator.of(matrix, k) / n;
    }
    return values;
  }

  private static double mean(double[] values, AbsentClass absent) {
    return Arrays.stream(values)
        .filter(value -> absent != AbsentClass.SKIP || !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
