package org.emoglot.report;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;

/**
 * Marks of one form at many places. They are one path in an SVG, where an element for each would
 * make megabytes of a few thousand.
 *
 * @param form what each looks like
 * @param size from edge to edge
 * @param places their middles
 */
record Marks(Form form, double size, List<Place> places) {

  /** Thickness of lines that are not a dot. */
  private static final double LINE = 1.3;

  /** The forms, told apart where colours are not enough. */
  enum Form {
    DOT,
    CROSS,
    SQUARE,
    TRIANGLE
  }

  /** The middle of a mark. */
  record Place(double x, double y) {}

  Marks {
    places = List.copyOf(places);
  }

  /**
   * How thick the path is drawn; that of a dot, a line of no length with round ends, is its size.
   */
  double stroke() {
    return form == Form.DOT ? size : LINE;
  }

  /** As the data of an SVG path. */
  String path() {
    StringBuilder path = new StringBuilder();
    double r = size / 2;
    for (Place p : places) {
      path.append(
          switch (form) {
            case DOT -> move(p.x, p.y) + "h0";
            case CROSS ->
                move(p.x - r, p.y - r)
                    + step(2 * r, 2 * r)
                    + String.format(Locale.ROOT, "m%.1f 0", -2 * r)
                    + step(2 * r, -2 * r);
            case SQUARE ->
                move(p.x - r, p.y - r)
                    + String.format(Locale.ROOT, "h%.1fv%.1fh%.1fz", 2 * r, 2 * r, -2 * r);
            case TRIANGLE ->
                move(p.x, p.y - r) + step(r, 2 * r) + String.format(Locale.ROOT, "h%.1fz", -2 * r);
          });
    }
    return path.toString();
  }

  private static String move(double x, double y) {
    return String.format(Locale.ROOT, "M%.1f %.1f", x, y);
  }

  private static String step(double dx, double dy) {
    return String.format(Locale.ROOT, "l%.1f %.1f", dx, dy);
  }

  /** The same for Java's own drawing. */
  Shape outline() {
    Path2D path = new Path2D.Double();
    double r = size / 2;
    for (Place p : places) {
      switch (form) {
        case DOT -> {
          path.moveTo(p.x, p.y);
          path.lineTo(p.x, p.y);
        }
        case CROSS -> {
          path.moveTo(p.x - r, p.y - r);
          path.lineTo(p.x + r, p.y + r);
          path.moveTo(p.x - r, p.y + r);
          path.lineTo(p.x + r, p.y - r);
        }
        case SQUARE -> {
          path.moveTo(p.x - r, p.y - r);
          path.lineTo(p.x + r, p.y - r);
          path.lineTo(p.x + r, p.y + r);
          path.lineTo(p.x - r, p.y + r);
          path.closePath();
        }
        case TRIANGLE -> {
          path.moveTo(p.x, p.y - r);
          path.lineTo(p.x + r, p.y + r);
          path.lineTo(p.x - r, p.y + r);
          path.closePath();
        }
      }
    }
    return path;
  }
}
