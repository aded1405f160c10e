package org.emoglot.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.emoglot.metric.Interval;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * Paired differences in UAR of two systems with their 95 % intervals, one below the other, around a
 * line at zero.
 */
final class DifferenceChart {

  /**
   * Two systems and their comparisons.
   *
   * @param title such as {@code proposed against baseline2}
   */
  record Group(String title, List<Pair> pairs) {
    Group {
      pairs = List.copyOf(pairs);
    }
  }

  private static final int WIDTH = 366;
  private static final int MARGIN = 14;
  private static final int TITLE = 28;
  private static final int ROW = 36;
  private static final int FOOT = 44;
  private static final double STEP = 0.05;
  private static final int MOST_TICKS = 8;

  private DifferenceChart() {}

  /**
   * Draws one of several groups.
   *
   * @param group with at least one comparison
   * @param reach of the axis to both sides of zero, the same for all groups: {@link #reach}
   */
  static Drawing of(Group group, double reach) {
    int height = MARGIN + TITLE + ROW * group.pairs().size() + FOOT;
    Drawing d = new Drawing(WIDTH, height);
    axis(d, reach, height - FOOT);
    d.label(MARGIN, MARGIN + 14, Anchor.START, group.title());
    double y = MARGIN + TITLE;
    for (Pair pair : group.pairs()) {
      row(d, reach, y, pair);
      y += ROW;
    }
    return d;
  }

  /** How far an axis goes that shows all these, in whole steps. */
  static double reach(List<Group> groups) {
    double farthest =
        groups.stream()
            .flatMap(group -> group.pairs().stream())
            .map(pair -> pair.comparison().uar())
            .flatMapToDouble(uar -> DoubleStream.of(Math.abs(uar.low()), Math.abs(uar.high())))
            .filter(Double::isFinite)
            .max()
            .orElse(STEP);
    return Math.max(STEP, Math.ceil(farthest / STEP) * STEP);
  }

  private static double x(double difference, double reach) {
    return WIDTH / 2.0 + difference / reach * (WIDTH / 2.0 - 2 * MARGIN);
  }

  private static void axis(Drawing d, double reach, double bottom) {
    int steps = (int) Math.round(reach / STEP);
    int every = Math.max(1, (int) Math.ceil(2.0 * steps / MOST_TICKS));
    for (int i = -steps; i <= steps; i++) {
      if (i % every == 0) {
        double x = x(i * STEP, reach);
        d.line(x, MARGIN, x, bottom, i == 0 ? Ink.TEXT : Ink.GRID, 1);
        d.text(
            x,
            bottom + 16,
            Anchor.MIDDLE,
            i == 0 ? "0" : "%+d".formatted(Math.round(100 * i * STEP)));
      }
    }
    d.text(WIDTH / 2.0, bottom + 34, Anchor.MIDDLE, "difference in UAR, points");
  }

  private static void row(Drawing d, double reach, double top, Pair pair) {
    Interval uar = pair.comparison().uar();
    Ink ink = !pair.significant() ? Ink.GREY : uar.value() > 0 ? Ink.BLUE : Ink.ORANGE;
    d.label(MARGIN, top + 11, Anchor.START, String.join(", ", pair.settings()));
    d.label(
        WIDTH - MARGIN,
        top + 11,
        Anchor.END,
        (Figures.points(uar.value()) + " " + pair.mark()).strip());
    double y = top + 22;
    d.line(x(uar.low(), reach), y, x(uar.high(), reach), y, ink, 3);
    d.box(x(uar.value(), reach) - 4, y - 4, 8, 8, ink, 1);
  }
}
