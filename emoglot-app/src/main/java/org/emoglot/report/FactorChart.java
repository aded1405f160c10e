package org.emoglot.report;

import java.util.stream.DoubleStream;
import org.emoglot.grid.StudyResults;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;
import org.emoglot.statistics.Spread;

/** UAR by the value of a setting: the mean, its 95 % interval, and the range of the trainings. */
final class FactorChart {

  private static final int STEP = 76;

  private FactorChart() {}

  static Drawing of(StudyResults.Factor factor) {
    int count = factor.levels().size();
    int width = Math.max(360, Axis.LEFT + STEP * count + 10);
    Drawing d = new Drawing(width, Axis.TOP + Axis.HEIGHT + 60);
    Axis axis =
        Axis.of(
            factor.levels().stream()
                .flatMapToDouble(
                    level ->
                        DoubleStream.of(
                            level.uar().interval().low(),
                            level.uar().interval().high(),
                            level.uar().spread().lowest(),
                            level.uar().spread().highest())));
    axis.draw(d, width);
    double before = 0;
    for (int i = 0; i < count; i++) {
      StudyResults.Level level = factor.levels().get(i);
      double x = Axis.LEFT + STEP * (i + 0.5);
      double mean = level.uar().mean();
      if (i > 0) {
        d.line(x - STEP, axis.y(before), x, axis.y(mean), Ink.GRID, 1.5);
      }
      draw(d, axis, x, level);
      d.text(x, Axis.bottom() + 18, Anchor.MIDDLE, level.value());
      before = mean;
    }
    return d.text(
        width / 2.0, // not of the values, which may be few and this is long
        Axis.bottom() + 40,
        Anchor.MIDDLE,
        factor.key() + "; dots: mean UAR %, bands: trainings, lines: 95 %");
  }

  private static void draw(Drawing d, Axis axis, double x, StudyResults.Level level) {
    Spread spread = level.uar().spread();
    double high = axis.y(spread.highest());
    d.box(x - 6, high, 12, Math.max(1, axis.y(spread.lowest()) - high), Ink.BLUE, 0.25);
    d.line(
        x,
        axis.y(level.uar().interval().low()),
        x,
        axis.y(level.uar().interval().high()),
        Ink.TEXT,
        1);
    d.box(x - 3, axis.y(level.uar().mean()) - 3, 6, 6, Ink.BLUE, 1);
  }
}
