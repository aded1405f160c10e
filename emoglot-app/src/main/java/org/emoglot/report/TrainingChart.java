package org.emoglot.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;
import org.emoglot.train.ValidationReport;

/** Validation UAR over steps, a line a run. */
final class TrainingChart {

  private static final int WIDTH = 360;

  private TrainingChart() {}

  static Drawing of(List<Run> runs, List<String> systems, double chance) {
    Drawing d = new Drawing(WIDTH, Axis.legendTop() + Axis.LEGEND_ROW * systems.size());
    List<ValidationReport> all =
        runs.stream().flatMap(run -> run.record().training().history().stream()).toList();
    Axis axis =
        Axis.of(
            DoubleStream.concat(
                DoubleStream.of(chance), all.stream().mapToDouble(ValidationReport::uar)));
    axis.draw(d, WIDTH);
    axis.drawChance(d, WIDTH, chance);
    long last = all.stream().mapToLong(ValidationReport::step).max().orElse(1);
    double scale = (WIDTH - Axis.LEFT - 20.0) / Math.max(1, last);
    for (Run run : runs) {
      List<ValidationReport> history = run.record().training().history();
      Ink ink = Ink.series(systems.indexOf(run.system()));
      for (int i = 0; i < history.size(); i++) {
        ValidationReport from = history.get(Math.max(0, i - 1));
        ValidationReport to = history.get(i);
        if (Double.isFinite(from.uar()) && Double.isFinite(to.uar())) {
          double x = Axis.LEFT + to.step() * scale;
          d.line(
              Axis.LEFT + from.step() * scale, axis.y(from.uar()), x, axis.y(to.uar()), ink, 1.5);
          d.box(x - 1.5, axis.y(to.uar()) - 1.5, 3, 3, ink, 1);
        }
      }
    }
    d.text(Axis.LEFT, Axis.bottom() + 18, Anchor.START, "0");
    d.text(WIDTH - 20, Axis.bottom() + 18, Anchor.END, last + " steps");
    for (int i = 0; i < systems.size(); i++) {
      Axis.legend(d, i, systems.get(i));
    }
    return d;
  }
}
