package org.emoglot.report;

import java.util.stream.DoubleStream;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;
import org.emoglot.statistics.CellStatistics;

/** UAR of each system in each setting as dots, with the 95 % interval as whiskers. */
final class UarChart {

  private static final int STEP = 14;
  private static final int GAP = 24;

  private UarChart() {}

  static Drawing of(RunSet set, Results results) {
    int group = STEP * set.systems().size();
    int width = Math.max(360, Axis.LEFT + (group + GAP) * set.settings().size() + 10);
    Drawing d = new Drawing(width, Axis.legendTop() + Axis.LEGEND_ROW * set.systems().size());
    Axis axis = Axis.of(DoubleStream.concat(DoubleStream.of(set.chance()), shown(set, results)));
    axis.draw(d, width);
    axis.drawChance(d, width, set.chance());
    for (int s = 0; s < set.settings().size(); s++) {
      double left = Axis.LEFT + GAP / 2.0 + (double) s * (group + GAP);
      String setting = set.settings().get(s);
      d.text(left + group / 2.0, Axis.bottom() + 18, Anchor.MIDDLE, setting);
      for (int i = 0; i < set.systems().size(); i++) {
        double x = left + STEP * (i + 0.5);
        Ink ink = Ink.series(i);
        results.cell(setting, set.systems().get(i)).ifPresent(cell -> dot(d, axis, x, cell, ink));
      }
    }
    for (int i = 0; i < set.systems().size(); i++) {
      Axis.legend(d, i, set.systems().get(i));
    }
    return d;
  }

  private static DoubleStream shown(RunSet set, Results results) {
    return set.settings().stream()
        .flatMap(
            setting ->
                set.systems().stream().flatMap(system -> results.cell(setting, system).stream()))
        .flatMapToDouble(
            cell -> DoubleStream.of(cell.uar().interval().low(), cell.uar().interval().high()));
  }

  private static void dot(Drawing d, Axis axis, double x, CellStatistics cell, Ink ink) {
    d.line(x, axis.y(cell.uar().interval().low()), x, axis.y(cell.uar().interval().high()), ink, 2);
    d.box(x - 4, axis.y(cell.uar().mean()) - 4, 8, 8, ink, 1);
  }
}
