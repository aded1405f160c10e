package org.emoglot.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions of the labels of a panel: each near its group, without overlaps if there is room.
 */
final class LabelPlaces {

  private static final int LINE = 14;
  private static final int MOST_LINES_AWAY = 4;

  /** Within which neighbours count for density. */
  private static final double NEAR = 18;

  private final double left;
  private final double top;
  private final double side;
  private final double letter;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /**
   * A square panel.
   *
   * @param letter width of a letter
   */
  LabelPlaces(double left, double top, double side, double letter) {
    this.left = left;
    this.top = top;
    this.side = side;
    this.letter = letter;
  }

  /** The member of a group with the most others around it: a mean may lie among strangers. */
  static Marks.Place densest(List<Marks.Place> places) {
    Marks.Place best = places.get(0);
    long most = -1;
    for (Marks.Place place : places) {
      long near =
          places.stream()
              .filter(other -> Math.hypot(other.x() - place.x(), other.y() - place.y()) < NEAR)
              .count();
      if (near > most) {
        most = near;
        best = place;
      }
    }
    return best;
  }

  /** The middle of the base line for a text that should be near a place. */
  Marks.Place near(Marks.Place wanted, String text) {
    double width = letter * text.length();
    double x = within(wanted.x(), left + width / 2 + 2, left + side - width / 2 - 2);
    Marks.Place first = new Marks.Place(x, within(wanted.y() + 4, top + LINE, top + side - 4));
    for (int away = 0; away <= MOST_LINES_AWAY; away++) {
      for (int sign : new int[] {-1, 1}) {
        double y = within(first.y() + sign * away * LINE, top + LINE, top + side - 4);
        Rectangle2D box = new Rectangle2D.Double(x - width / 2, y - LINE + 3, width, LINE - 1);
        if (taken.stream().noneMatch(box::intersects)) {
          taken.add(box);
          return new Marks.Place(x, y);
        }
      }
    }
    return first;
  }

  private static double within(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
