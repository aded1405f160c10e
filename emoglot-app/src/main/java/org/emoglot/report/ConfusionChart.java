package org.emoglot.report;

import java.nio.file.Path;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * A confusion matrix as a picture: rows are the truth, columns the answer, in percent of the row.
 */
public final class ConfusionChart {

  private static final int CELL = 52;
  private static final int TOP = 42;
  private static final int LETTER = 7; // about the width of one
  private static final int LONGEST = 14;

  private ConfusionChart() {}

  /**
   * Writes a matrix as SVG and PNG.
   *
   * @param file without an ending; {@code .svg} and {@code .png} are added
   */
  public static void write(Path file, String description, ConfusionMatrix matrix) {
    of(matrix).write(file, description);
  }

  static Drawing of(ConfusionMatrix matrix) {
    int classes = matrix.labels().size();
    int longest =
        matrix.labels().names().stream()
            .mapToInt(name -> Math.min(LONGEST, name.length()))
            .max()
            .orElse(0);
    int cell = Math.max(CELL, longest * LETTER + 6);
    int left = 30 + longest * LETTER;
    Drawing d = new Drawing(left + cell * classes + 12, TOP + cell * classes + 26);
    d.text(left + cell * classes / 2.0, 14, Anchor.MIDDLE, "answer, % of the row");
    d.text(4, TOP - 10, Anchor.START, "truth");
    for (int i = 0; i < classes; i++) {
      double top = TOP + (double) i * cell;
      String name = shortened(matrix.labels().name(i));
      d.text(left - 6, top + cell / 2.0 + 4, Anchor.END, name);
      d.text(left + cell * (i + 0.5), TOP - 10, Anchor.MIDDLE, name);
      for (int j = 0; j < classes; j++) {
        long support = matrix.support(i);
        double share = support == 0 ? 0 : (double) matrix.count(i, j) / support;
        d.box(left + (double) j * cell, top, cell - 2, cell - 2, Ink.BLUE, 0.05 + 0.55 * share);
        d.text(
            left + cell * (j + 0.5) - 1,
            top + cell / 2.0 + 4,
            Anchor.MIDDLE,
            support == 0 ? "-" : String.valueOf(Math.round(100 * share)));
      }
    }
    return d.text(
        left + cell * classes / 2.0,
        TOP + cell * classes + 16,
        Anchor.MIDDLE,
        "UAR " + Figures.percent(Metrics.uar(matrix, AbsentClass.SKIP)) + " %");
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
  }
}
