package org.emoglot.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How well one class is told from the others. Shares are in [0, 1].
 *
 * @param label name of the class
 * @param support clips of the class
 * @param predicted clips that were taken for it
 * @param precision share of those taken for it that are of it; NaN if none was
 * @param recall share of its clips that were found; NaN if there is none
 * @param f1 harmonic mean of both; NaN if there is neither
 * @param rocAuc area under the ROC curve of its score against all other clips; NaN if no clip or
 *     every clip is of it
 */
public record ClassFigures(
    String label,
    long support,
    long predicted,
    double precision,
    double recall,
    double f1,
    double rocAuc) {

  /**
   * The figures of every class, in the order of the labels.
   *
   * @param scores (N, K), such as probabilities
   * @param truth (N) label indices, those that the matrix counts
   */
  public static List<ClassFigures> of(ConfusionMatrix matrix, double[][] scores, int[] truth) {
    double[] precision = Metrics.precision(matrix, AbsentClass.NAN);
    double[] recall = Metrics.recall(matrix, AbsentClass.NAN);
    double[] f1 = Metrics.f1(matrix, AbsentClass.NAN);
    double[] areas = RocAuc.oneVersusRest(scores, truth);
    List<ClassFigures> figures = new ArrayList<>();
    for (int k = 0; k < matrix.labels().size(); k++) {
      figures.add(
          new ClassFigures(
              matrix.labels().name(k),
              matrix.support(k),
              matrix.predicted(k),
              precision[k],
              recall[k],
              f1[k],
              areas[k]));
    }
    return figures;
  }

  /** The mean of the areas that there are; NaN without any. */
  public static double macroRocAuc(List<ClassFigures> figures) {
    return RocAuc.macro(figures.stream().mapToDouble(ClassFigures::rocAuc).toArray());
  }
}
