package org.emoglot.report;

import java.util.List;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.Spread;
import org.emoglot.study.StudyResults;
import org.emoglot.train.ValidationReport;

/** The figures of a report. Shares run from 0 to 1, and are labelled in percent. */
final class Charts {

  static final int LEFT = 44;
  static final int PLOT_HEIGHT = 180;
  static final int LEGEND_ROW = 18;
  private static final int TOP = 14;
  private static final int QUARTERS = 4;

  private Charts() {}

  /** UAR of each system in each setting as bars, with the 95 % interval as whiskers. */
  static Drawing uar(RunSet set, Results results) {
    int bar = 14;
    int group = bar * set.systems().size() + 24;
    int width = Math.max(360, LEFT + group * set.settings().size() + 10);
    Drawing d = new Drawing(width, legendTop() + LEGEND_ROW * set.systems().size());
    axis(d, width);
    for (int s = 0; s < set.settings().size(); s++) {
      double left = LEFT + 12 + (double) s * group;
      String setting = set.settings().get(s);
      d.text(left + (group - 24) / 2.0, TOP + PLOT_HEIGHT + 18, Anchor.MIDDLE, setting);
      for (int i = 0; i < set.systems().size(); i++) {
        double x = left + i * bar;
        Ink ink = Ink.series(i);
        results
            .cell(setting, set.systems().get(i))
            .ifPresent(cell -> bar(d, x, bar - 3, cell, ink));
      }
    }
    for (int i = 0; i < set.systems().size(); i++) {
      legend(d, i, set.systems().get(i));
    }
    return d;
  }

  private static void bar(Drawing d, double x, double width, CellStatistics cell, Ink ink) {
    double mean = cell.uar().mean();
    d.box(x, y(mean), width, y(0) - y(mean), ink, 0.85);
    double low = cell.uar().interval().low();
    double high = cell.uar().interval().high();
    d.line(x + width / 2, y(low), x + width / 2, y(high), Ink.TEXT, 1);
  }

  /** Validation UAR over steps, a line a run. */
  static Drawing training(List<Run> runs, List<String> systems) {
    int width = 360;
    Drawing d = new Drawing(width, legendTop() + LEGEND_ROW * systems.size());
    axis(d, width);
    long last =
        runs.stream()
            .flatMap(run -> run.record().training().history().stream())
            .mapToLong(ValidationReport::step)
            .max()
            .orElse(1);
    double scale = (width - LEFT - 20.0) / Math.max(1, last);
    for (Run run : runs) {
      List<ValidationReport> history = run.record().training().history();
      Ink ink = Ink.series(systems.indexOf(run.system()));
      for (int i = 0; i < history.size(); i++) {
        ValidationReport from = history.get(Math.max(0, i - 1));
        ValidationReport to = history.get(i);
        if (Double.isFinite(from.uar()) && Double.isFinite(to.uar())) {
          double x = LEFT + to.step() * scale;
          d.line(LEFT + from.step() * scale, y(from.uar()), x, y(to.uar()), ink, 1.5);
          d.box(x - 1.5, y(to.uar()) - 1.5, 3, 3, ink, 1);
        }
      }
    }
    d.text(LEFT, TOP + PLOT_HEIGHT + 18, Anchor.START, "0");
    d.text(width - 20, TOP + PLOT_HEIGHT + 18, Anchor.END, last + " steps");
    for (int i = 0; i < systems.size(); i++) {
      legend(d, i, systems.get(i));
    }
    return d;
  }

  /** Rows are the truth, columns the prediction; each row in percent of its clips. */
  static Drawing confusion(ConfusionMatrix matrix) {
    int classes = matrix.labels().size();
    int left = 74;
    int cell = 52;
    Drawing d = new Drawing(left + cell * classes + 12, TOP + 10 + cell * classes + 26);
    for (int i = 0; i < classes; i++) {
      double top = TOP + 10 + (double) i * cell;
      d.text(left - 6, top + cell / 2.0 + 4, Anchor.END, matrix.labels().name(i));
      d.text(left + cell * (i + 0.5), TOP, Anchor.MIDDLE, matrix.labels().name(i));
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
        TOP + 10 + cell * classes + 16,
        Anchor.MIDDLE,
        "UAR " + Figures.percent(Metrics.uar(matrix, AbsentClass.SKIP)) + " %");
  }

  /** UAR by the value of a setting: the mean, its 95 % interval, and the range of the trainings. */
  static Drawing factor(StudyResults.Factor factor) {
    int step = 76;
    int count = factor.levels().size();
    int width = Math.max(360, LEFT + step * count + 10);
    Drawing d = new Drawing(width, TOP + PLOT_HEIGHT + 60);
    axis(d, width);
    double before = 0;
    for (int i = 0; i < count; i++) {
      StudyResults.Level level = factor.levels().get(i);
      double x = LEFT + step * (i + 0.5);
      double mean = level.uar().mean();
      Spread spread = level.uar().spread();
      if (i > 0) {
        d.line(x - step, y(before), x, y(mean), Ink.GRID, 1.5);
      }
      d.box(
          x - 6,
          y(spread.highest()),
          12,
          Math.max(1, y(spread.lowest()) - y(spread.highest())),
          Ink.BLUE,
          0.25);
      d.line(x, y(level.uar().interval().low()), x, y(level.uar().interval().high()), Ink.TEXT, 1);
      d.box(x - 3, y(mean) - 3, 6, 6, Ink.BLUE, 1);
      d.text(x, TOP + PLOT_HEIGHT + 18, Anchor.MIDDLE, level.value());
      before = mean;
    }
    return d.text(
        width / 2.0, // not of the values, which may be few and this is long
        TOP + PLOT_HEIGHT + 40,
        Anchor.MIDDLE,
        factor.key() + "; dots: mean UAR %, bands: trainings, lines: 95 %");
  }

  /** Lines and labels of the shares, from the left margin to the right one. */
  static void axis(Drawing d, int width) {
    for (int i = 0; i <= QUARTERS; i++) {
      double share = (double) i / QUARTERS;
      d.line(LEFT, y(share), width - 10, y(share), Ink.GRID, 1);
      d.text(LEFT - 6, y(share) + 4, Anchor.END, String.valueOf(Math.round(100 * share)));
    }
  }

  /** Where a share lies. */
  static double y(double share) {
    return TOP + PLOT_HEIGHT * (1 - share);
  }

  /** Where the legend starts: below the labels of the other axis. */
  static int legendTop() {
    return TOP + PLOT_HEIGHT + 34;
  }

  /** A line of the legend for the i-th of several series. */
  static void legend(Drawing d, int i, String name) {
    double top = legendTop() + (double) i * LEGEND_ROW;
    d.box(LEFT, top, 11, 11, Ink.series(i), 0.85);
    d.text(LEFT + 18, top + 10, Anchor.START, name);
  }
}
