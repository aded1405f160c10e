package org.emoglot.report;

import org.emoglot.metric.Calibration;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * Accuracy by confidence, before temperature scaling and after it; the diagonal is what
 * probabilities that keep their word would give.
 */
final class ReliabilityChart {

  private static final int SIDE = Axis.HEIGHT;
  private static final int WIDTH = Axis.LEFT + SIDE + 40;

  private ReliabilityChart() {}

  static Drawing of(Calibration before, Calibration after) {
    Drawing d = new Drawing(WIDTH, Axis.legendTop() + 2 * Axis.LEGEND_ROW);
    Axis.WHOLE.draw(d, Axis.LEFT + SIDE + 10);
    bars(d, before, 0);
    bars(d, after, 1);
    double bottom = Axis.WHOLE.y(0);
    d.line(Axis.LEFT, bottom, Axis.LEFT + SIDE, Axis.WHOLE.y(1), Ink.TEXT, 1);
    d.text(Axis.LEFT, bottom + 18, Anchor.START, "0");
    d.text(Axis.LEFT + SIDE / 2.0, bottom + 18, Anchor.MIDDLE, "confidence %");
    d.text(Axis.LEFT + SIDE, bottom + 18, Anchor.END, "100");
    Axis.legend(d, 0, "accuracy % before, ECE " + Figures.percent(before.ece()));
    Axis.legend(d, 1, "accuracy % after, ECE " + Figures.percent(after.ece()));
    return d;
  }

  /** The first series takes the left half of each bin, the second the right. */
  private static void bars(Drawing d, Calibration calibration, int series) {
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        double half = (bin.high() - bin.low()) * SIDE / 2;
        double top = Axis.WHOLE.y(bin.accuracy());
        d.box(
            Axis.LEFT + bin.low() * SIDE + series * half + 0.5,
            top,
            half - 1,
            Axis.WHOLE.y(0) - top,
            Ink.series(series),
            0.85);
      }
    }
  }
}
