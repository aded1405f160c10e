package org.emoglot.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.emoglot.metric.Interval;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/** UAR over a number of clips, a line a system, with the 95 % interval as whiskers. */
final class CurveChart {

  /**
   * A point of a line.
   *
   * @param clips where it stands
   * @param uar with its interval, as shares
   */
  record Point(int clips, Interval uar) {}

  /**
   * A line.
   *
   * @param name in the legend
   * @param points by rising number of clips
   */
  record Line(String name, List<Point> points) {}

  private CurveChart() {}

  /**
   * Draws the lines.
   *
   * @param number what a number of clips is called, such as k
   */
  static Drawing of(String number, List<Line> lines) {
    List<Integer> clips =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .map(Point::clips)
            .distinct()
            .sorted()
            .toList();
    int step = Math.max(64, 306 / clips.size());
    int width = Axis.LEFT + step * clips.size() + 10;
    Drawing d = new Drawing(width, Axis.legendTop() + Axis.LEGEND_ROW * lines.size());
    Axis axis =
        Axis.of(
            lines.stream()
                .flatMap(line -> line.points().stream())
                .flatMapToDouble(point -> DoubleStream.of(point.uar().low(), point.uar().high())));
    axis.draw(d, width);
    for (int s = 0; s < clips.size(); s++) {
      // evenly, not to scale: the number usually doubles
      d.text(
          Axis.LEFT + step * (s + 0.5),
          Axis.bottom() + 18,
          Anchor.MIDDLE,
          number + " = " + clips.get(s));
    }
    for (int i = 0; i < lines.size(); i++) {
      Ink ink = Ink.series(i);
      List<Point> points = lines.get(i).points();
      double beside = 7 * (i - (lines.size() - 1) / 2.0); // or whiskers would hide each other
      for (int p = 0; p < points.size(); p++) {
        Interval uar = points.get(p).uar();
        double x = Axis.LEFT + step * (clips.indexOf(points.get(p).clips()) + 0.5) + beside;
        d.line(x, axis.y(uar.low()), x, axis.y(uar.high()), ink, 1);
        d.box(x - 2.5, axis.y(uar.value()) - 2.5, 5, 5, ink, 1);
        if (p > 0) {
          Point before = points.get(p - 1);
          double from = Axis.LEFT + step * (clips.indexOf(before.clips()) + 0.5) + beside;
          d.line(from, axis.y(before.uar().value()), x, axis.y(uar.value()), ink, 1.5);
        }
      }
      Axis.legend(d, i, lines.get(i).name());
    }
    return d;
  }
}
