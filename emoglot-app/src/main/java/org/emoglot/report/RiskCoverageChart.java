package org.emoglot.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.emoglot.metric.RiskCoverage;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * The error of the most confident answers by their share of all, as a picture; the dashed line is
 * the error of all, which confidences that say nothing would give at any share.
 */
public final class RiskCoverageChart {

  private static final int WIDTH = 360;
  private static final int RIGHT = WIDTH - 10;

  private RiskCoverageChart() {}

  /**
   * Writes a curve as SVG and PNG.
   *
   * @param file without an ending; {@code .svg} and {@code .png} are added
   */
  public static void write(Path file, String description, RiskCoverage curve) {
    of(curve).write(file, description);
  }

  static Drawing of(RiskCoverage curve) {
    Drawing d = new Drawing(WIDTH, Axis.legendTop() + Axis.LEGEND_ROW);
    List<RiskCoverage.Point> points = curve.points();
    Axis axis =
        Axis.of(
            DoubleStream.concat(
                DoubleStream.of(0, curve.error()),
                points.stream().mapToDouble(RiskCoverage.Point::error)));
    axis.draw(d, WIDTH);
    for (double x = Axis.LEFT; x < RIGHT; x += 9) {
      d.line(x, axis.y(curve.error()), Math.min(x + 5, RIGHT), axis.y(curve.error()), Ink.TEXT, 1);
    }
    for (int i = 1; i < points.size(); i++) {
      RiskCoverage.Point from = points.get(i - 1);
      RiskCoverage.Point to = points.get(i);
      d.line(
          x(from.answered()),
          axis.y(from.error()),
          x(to.answered()),
          axis.y(to.error()),
          Ink.BLUE,
          2);
    }
    d.text(Axis.LEFT, Axis.bottom() + 18, Anchor.START, "0");
    d.text((Axis.LEFT + RIGHT) / 2.0, Axis.bottom() + 18, Anchor.MIDDLE, "answered %");
    d.text(RIGHT, Axis.bottom() + 18, Anchor.END, "100");
    Axis.legend(
        d, 0, "error % of the most confident answers, mean " + Figures.percent(curve.area()));
    return d;
  }

  private static double x(double answered) {
    return Axis.LEFT + answered * (RIGHT - Axis.LEFT);
  }
}
