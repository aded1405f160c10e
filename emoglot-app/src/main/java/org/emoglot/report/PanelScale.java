package org.emoglot.report;

import java.util.List;
import org.emoglot.projection.Method;
import org.emoglot.projection.Point;

/**
 * Maps the coordinates of a layout to the middle of a square on the sheet.
 *
 * @param method whose coordinates are taken
 * @param middleX of the coordinates
 * @param middleY of the coordinates
 * @param factor pixels for one of the layout's unit, the same along both axes
 * @param x of the square's middle on the sheet
 * @param y of the square's middle on the sheet
 */
record PanelScale(
    Method method, double middleX, double middleY, double factor, double x, double y) {

  /** The largest scale for all points. */
  static PanelScale of(List<Point> points, Method method, double left, double top, double side) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (Point point : points) {
      low[0] = Math.min(low[0], point.at(method).x());
      low[1] = Math.min(low[1], point.at(method).y());
      high[0] = Math.max(high[0], point.at(method).x());
      high[1] = Math.max(high[1], point.at(method).y());
    }
    double range = Math.max(high[0] - low[0], high[1] - low[1]);
    return new PanelScale(
        method,
        (low[0] + high[0]) / 2,
        (low[1] + high[1]) / 2,
        range > 0 ? side / range : 1,
        left + side / 2,
        top + side / 2);
  }

  Marks.Place place(Point point) {
    return new Marks.Place(
        x + factor * (point.at(method).x() - middleX),
        y - factor * (point.at(method).y() - middleY));
  }
}
