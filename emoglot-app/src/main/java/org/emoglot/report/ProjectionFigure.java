package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.projection.Method;
import org.emoglot.projection.Point;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * A layout as a figure: one column per model, one row per colouring. Axes have no unit, so there
 * are none; each panel is scaled to its own points, both axes alike.
 */
final class ProjectionFigure {

  private static final int SIDE = 300;
  private static final int GAP = 14;
  private static final int INSET = 10;
  private static final int LINE = 18;
  private static final double LETTER = 6.8;
  private static final double LARGE = 5.5;
  private static final double SMALL = 3.2;

  private static final String LEGEND_OF_SIZES = " (large: the target)";

  /** More names than these would cover the points; the legend has them. */
  private static final int MOST_LABELS = 6;

  private final Method method;
  private final List<Point> points;
  private final List<String> models;
  private final int width;

  private ProjectionFigure(Method method, List<Point> points, List<String> models) {
    this.method = method;
    this.points = points;
    this.models = models;
    width = GAP + models.size() * (SIDE + GAP);
  }

  /** Draws; {@code models} are the columns, from left to right. */
  static Drawing of(Method method, List<Point> points, List<String> models) {
    return new ProjectionFigure(method, points, models).draw();
  }

  /** What the figure shows, in a sentence. */
  static String caption(Method method) {
    return method.title()
        + " of the embeddings, coloured by emotion, by language and by speaker. Large marks are the"
        + " target, small ones training languages. Only neighbourhood has a meaning, not the size"
        + " of a cluster or the distance between two.";
  }

  private Drawing draw() {
    List<Colouring> colourings = Colouring.all(points);
    List<List<List<Integer>>> legends = colourings.stream().map(this::legendLines).toList();
    int height = LINE + GAP;
    for (List<List<Integer>> legend : legends) {
      height += LINE * (1 + legend.size()) + SIDE + 2 * GAP;
    }
    Drawing drawing = new Drawing(width, height);
    for (int m = 0; m < models.size(); m++) {
      String title = shortened(models.get(m), (int) (SIDE / LETTER));
      drawing.text(left(m) + SIDE / 2.0, LINE, Anchor.MIDDLE, title);
    }
    double top = LINE + GAP;
    for (int c = 0; c < colourings.size(); c++) {
      top = row(drawing, colourings.get(c), legends.get(c), top) + GAP;
    }
    return drawing;
  }

  /** Legend and panels; returns where they end. */
  private double row(
      Drawing drawing, Colouring colouring, List<List<Integer>> legend, double start) {
    double top = start + LINE;
    boolean others =
        points.stream().anyMatch(p -> !colouring.groups().contains(group(colouring, p)));
    drawing.text(
        GAP,
        top - 4,
        Anchor.START,
        method.title()
            + " by "
            + colouring.title()
            + (others ? ", of some; the others grey" : "")
            + LEGEND_OF_SIZES);
    for (List<Integer> line : legend) {
      double x = GAP;
      for (int i : line) {
        String name = colouring.groups().get(i);
        drawing.marks(
            new Marks(colouring.form(i), 8, List.of(new Marks.Place(x + 5, top + 9))),
            colouring.ink(i),
            1);
        drawing.text(x + 13, top + 13, Anchor.START, name);
        x += entry(name);
      }
      top += LINE;
    }
    for (int m = 0; m < models.size(); m++) {
      String model = models.get(m);
      panel(
          drawing,
          colouring,
          points.stream().filter(point -> point.model().equals(model)).toList(),
          left(m),
          top + GAP / 2.0);
    }
    return top + GAP / 2.0 + SIDE;
  }

  private static String group(Colouring colouring, Point point) {
    return colouring.group().apply(point);
  }

  private void panel(
      Drawing drawing, Colouring colouring, List<Point> its, double left, double top) {
    frame(drawing, left, top);
    PanelScale scale = PanelScale.of(its, method, left + INSET, top + INSET, SIDE - 2.0 * INSET);
    for (boolean ofTarget : new boolean[] {false, true}) {
      double size = ofTarget ? LARGE : SMALL;
      List<Point> half = its.stream().filter(point -> point.ofTarget() == ofTarget).toList();
      Map<String, List<Point>> divided = colouring.divide(half);
      divided.forEach(
          (name, members) -> {
            int i = colouring.groups().indexOf(name);
            List<Marks.Place> places = members.stream().map(scale::place).toList();
            if (i < 0) {
              drawing.marks(new Marks(Marks.Form.DOT, size * 0.8, places), Ink.GRID, 0.7);
            } else {
              Marks.Form form = colouring.form(i);
              double real = form == Marks.Form.DOT ? size : size + 1;
              drawing.marks(new Marks(form, real, places), colouring.ink(i), ofTarget ? 0.9 : 0.55);
            }
          });
    }
    if (colouring.groups().size() > MOST_LABELS) {
      return;
    }
    Map<String, List<Point>> divided = colouring.divide(its);
    LabelPlaces labels = new LabelPlaces(left, top, SIDE, LETTER);
    for (String name : colouring.groups()) {
      List<Marks.Place> places =
          divided.getOrDefault(name, List.of()).stream().map(scale::place).toList();
      if (!places.isEmpty()) {
        String text = shortened(name.substring(name.indexOf(':') + 1), 14);
        Marks.Place place = labels.near(LabelPlaces.densest(places), text);
        drawing.label(place.x(), place.y(), text);
      }
    }
  }

  private static void frame(Drawing drawing, double left, double top) {
    double right = left + SIDE;
    double bottom = top + SIDE;
    drawing.line(left, top, right, top, Ink.GRID, 1);
    drawing.line(left, bottom, right, bottom, Ink.GRID, 1);
    drawing.line(left, top, left, bottom, Ink.GRID, 1);
    drawing.line(right, top, right, bottom, Ink.GRID, 1);
  }

  /** The groups on each line of a legend. */
  private List<List<Integer>> legendLines(Colouring colouring) {
    List<List<Integer>> lines = new ArrayList<>();
    double x = width;
    for (int i = 0; i < colouring.groups().size(); i++) {
      double entry = entry(colouring.groups().get(i));
      if (x + entry > width - GAP) {
        lines.add(new ArrayList<>());
        x = GAP;
      }
      lines.get(lines.size() - 1).add(i);
      x += entry;
    }
    return lines;
  }

  private static double entry(String name) {
    return 13 + LETTER * name.length() + 14;
  }

  private static double left(int model) {
    return GAP + (double) model * (SIDE + GAP);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
