package org.emoglot.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;
import org.emoglot.statistics.CellStatistics;

/** UAR over the number of shots, a line a system, with the 95 % interval as whiskers. */
final class FewShotChart {

  private FewShotChart() {}

  static Drawing of(List<FewShotCurves.Curve> curves) {
    List<Integer> shots =
        curves.stream()
            .flatMap(curve -> curve.points().stream())
            .map(FewShotCurves.Point::shots)
            .distinct()
            .sorted()
            .toList();
    int step = Math.max(64, 306 / shots.size());
    int width = Axis.LEFT + step * shots.size() + 10;
    Drawing d = new Drawing(width, Axis.legendTop() + Axis.LEGEND_ROW * curves.size());
    Axis axis =
        Axis.of(
            curves.stream()
                .flatMap(curve -> curve.points().stream())
                .map(point -> point.cell().uar().interval())
                .flatMapToDouble(interval -> DoubleStream.of(interval.low(), interval.high())));
    axis.draw(d, width);
    for (int s = 0; s < shots.size(); s++) {
      // evenly, not to scale: k usually doubles
      d.text(
          Axis.LEFT + step * (s + 0.5), Axis.bottom() + 18, Anchor.MIDDLE, "k = " + shots.get(s));
    }
    for (int i = 0; i < curves.size(); i++) {
      Ink ink = Ink.series(i);
      List<FewShotCurves.Point> points = curves.get(i).points();
      double beside = 7 * (i - (curves.size() - 1) / 2.0); // or whiskers would hide each other
      for (int p = 0; p < points.size(); p++) {
        CellStatistics cell = points.get(p).cell();
        double x = Axis.LEFT + step * (shots.indexOf(points.get(p).shots()) + 0.5) + beside;
        d.line(
            x,
            axis.y(cell.uar().interval().low()),
            x,
            axis.y(cell.uar().interval().high()),
            ink,
            1);
        d.box(x - 2.5, axis.y(cell.uar().mean()) - 2.5, 5, 5, ink, 1);
        if (p > 0) {
          FewShotCurves.Point before = points.get(p - 1);
          double from = Axis.LEFT + step * (shots.indexOf(before.shots()) + 0.5) + beside;
          d.line(from, axis.y(before.cell().uar().mean()), x, axis.y(cell.uar().mean()), ink, 1.5);
        }
      }
      Axis.legend(d, i, curves.get(i).system());
    }
    return d;
  }
}
