package org.emoglot.report;

import java.util.function.DoubleConsumer;
import java.util.stream.DoubleStream;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * The vertical axis of a chart of shares, labelled in percent. It spans what is shown and no more,
 * in whole tenths.
 *
 * @param low share at its lower end
 * @param high share at its upper end
 */
record Axis(double low, double high) {

  static final int LEFT = 44;
  static final int TOP = 14;
  static final int HEIGHT = 180;
  static final int LEGEND_ROW = 18;

  /** From 0 to 1. */
  static final Axis WHOLE = new Axis(0, 1);

  private static final double TENTH = 0.1;
  private static final double ROUNDING = 1e-9;
  private static final int FEW_LINES = 6;

  /** The axis for these shares; those that are not a number do not count. */
  static Axis of(DoubleStream shares) {
    double[] numbers = shares.filter(share -> !Double.isNaN(share)).sorted().toArray();
    if (numbers.length == 0) {
      return WHOLE;
    }
    double low = Math.max(0, Math.floor(numbers[0] / TENTH + ROUNDING) * TENTH);
    double high = Math.min(1, Math.ceil(numbers[numbers.length - 1] / TENTH - ROUNDING) * TENTH);
    return high - low >= 2 * TENTH - ROUNDING
        ? new Axis(low, high)
        : new Axis(Math.max(0, low - TENTH), Math.min(1, high + TENTH));
  }

  /** The position of a share on the sheet. */
  double y(double share) {
    return TOP + HEIGHT * (high - share) / (high - low);
  }

  /** The lower end of the plot. */
  static double bottom() {
    return TOP + HEIGHT;
  }

  /** The start of the legend: below the labels of the other axis. */
  static int legendTop() {
    return TOP + HEIGHT + 34;
  }

  /** Lines and labels, from the left margin to the right one. */
  void draw(Drawing d, int width) {
    double step = (high - low) / TENTH > FEW_LINES + ROUNDING ? 2 * TENTH : TENTH;
    DoubleConsumer line =
        share -> {
          d.line(LEFT, y(share), width - 10, y(share), Ink.GRID, 1);
          d.text(LEFT - 6, y(share) + 4, Anchor.END, String.valueOf(Math.round(100 * share)));
        };
    for (int i = (int) Math.ceil(low / step - ROUNDING); i * step <= high + ROUNDING; i++) {
      line.accept(i * step);
    }
  }

  /** A dashed line at chance, if the axis reaches down to it. */
  void drawChance(Drawing d, int width, double chance) {
    if (chance < low || chance > high) {
      return;
    }
    for (double x = LEFT; x < width - 10; x += 9) {
      d.line(x, y(chance), Math.min(x + 5, width - 10), y(chance), Ink.TEXT, 1);
    }
    d.text(width - 12, y(chance) - 4, Anchor.END, "chance");
  }

  /** A line of the legend for the i-th of several series. */
  static void legend(Drawing d, int i, String name) {
    double top = legendTop() + (double) i * LEGEND_ROW;
    d.box(LEFT, top, 11, 11, Ink.series(i), 0.85);
    d.text(LEFT + 18, top + 10, Anchor.START, name);
  }
}
