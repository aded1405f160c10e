package org.emoglot.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Markup;

/** Lines, rectangles and text on a sheet, written as SVG or PNG. Lengths are in pixels. */
final class Drawing {

  /** The sharpness of the PNG: its pixels for one of the sheet. */
  private static final int SCALE = 2;

  private static final int FONT_SIZE = 12;

  /** For a separate file, whose viewer may be light for a reader who prefers dark. */
  private static final String BACKGROUND =
      "svg { background: #ffffff } @media (prefers-color-scheme: dark) { svg { background: #181818"
          + " } }\n";

  /** Colours by part, told apart by the colour-blind too (Okabe and Ito, 2008). */
  enum Ink {
    TEXT("#222222", "#e6e6e6"),
    GRID("#c8c8c8", "#4a4a4a"),
    BLUE("#0072b2", "#56b4e9"),
    ORANGE("#d55e00", "#e69f00"),
    GREEN("#009e73", "#2fcf9f"),
    PURPLE("#aa4499", "#dd88cc"),
    YELLOW("#b8860b", "#f0e442"),
    GREY("#666666", "#aaaaaa");

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
      this.light = light;
      this.dark = dark;
    }

    /** Of the i-th of several series. */
    static Ink series(int i) {
      Ink[] inks = {BLUE, ORANGE, GREEN, PURPLE, YELLOW, GREY};
      return inks[i % inks.length];
    }
  }

  /** The position of a text at its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private sealed interface Shape {}

  private record Line(double x1, double y1, double x2, double y2, Ink ink, double width)
      implements Shape {}

  private record Box(double x, double y, double width, double height, Ink ink, double opacity)
      implements Shape {}

  private record Text(double x, double y, Anchor anchor, String text) implements Shape {}

  private record Label(double x, double y, Anchor anchor, String text) implements Shape {}

  private record Cloud(Marks marks, Ink ink, double opacity) implements Shape {}

  private final int width;
  private final int height;
  private final List<Shape> shapes = new ArrayList<>();

  Drawing(int width, int height) {
    this.width = width;
    this.height = height;
  }

  Drawing line(double x1, double y1, double x2, double y2, Ink ink, double thickness) {
    shapes.add(new Line(x1, y1, x2, y2, ink, thickness));
    return this;
  }

  Drawing box(double x, double y, double w, double h, Ink ink, double opacity) {
    shapes.add(new Box(x, y, w, h, ink, opacity));
    return this;
  }

  Drawing text(double x, double y, Anchor anchor, String text) {
    shapes.add(new Text(x, y, anchor, text));
    return this;
  }

  /** Marks of one kind, of one ink, as one shape. */
  Drawing marks(Marks marks, Ink ink, double opacity) {
    shapes.add(new Cloud(marks, ink, opacity));
    return this;
  }

  /** Text in the middle of its point, which stays readable over marks. */
  Drawing label(double x, double y, String text) {
    return label(x, y, Anchor.MIDDLE, text);
  }

  /** Text that stays readable over marks. */
  Drawing label(double x, double y, Anchor anchor, String text) {
    shapes.add(new Label(x, y, anchor, text));
    return this;
  }

  /** Rules that give the inks their colours in light and dark. */
  static String style() {
    StringBuilder light = new StringBuilder();
    StringBuilder dark = new StringBuilder();
    for (Ink ink : Ink.values()) {
      light.append(rule(ink, ink.light));
      dark.append(rule(ink, ink.dark));
    }
    return light
        + ".halo { stroke: #ffffff; paint-order: stroke; stroke-width: 4px }\n"
        + "@media (prefers-color-scheme: dark) {\n"
        + dark
        + ".halo { stroke: #181818 } }\n";
  }

  private static String rule(Ink ink, String colour) {
    return ".f-%1$s { fill: %2$s } .s-%1$s { stroke: %2$s }%n".formatted(id(ink), colour);
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes it as SVG and PNG.
   *
   * @param file without an ending; {@code .svg} and {@code .png} are added
   */
  void write(Path file, String description) {
    AtomicFiles.writeString(file.resolveSibling(file.getFileName() + ".svg"), svgFile(description));
    AtomicFiles.write(file.resolveSibling(file.getFileName() + ".png"), this::png);
  }

  /** An SVG element with the colours of {@link #style()}. */
  String svg(String description) {
    return svg(description, "", "");
  }

  /** An SVG file. */
  String svgFile(String description) {
    return svg(
        description,
        " xmlns=\"http://www.w3.org/2000/svg\"",
        "<style>" + BACKGROUND + style() + "</style>\n");
  }

  private String svg(String description, String namespace, String before) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg%s viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\" aria-label=\"%s\" font-family=\"sans-serif\""
                + " font-size=\"%d\">%n",
            namespace, width, height, width, height, Markup.html(description), FONT_SIZE));
    svg.append(before);
    for (Shape shape : shapes) {
      svg.append(element(shape)).append('\n');
    }
    return svg.append("</svg>\n").toString();
  }

  private static String element(Shape shape) {
    if (shape instanceof Line l) {
      return format(
          "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"s-%s\""
              + " stroke-width=\"%.1f\"/>",
          l.x1, l.y1, l.x2, l.y2, id(l.ink), l.width);
    }
    if (shape instanceof Box b) {
      return format(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"f-%s\""
              + " fill-opacity=\"%.2f\"/>",
          b.x, b.y, b.width, b.height, id(b.ink), b.opacity);
    }
    if (shape instanceof Cloud c) {
      return format(
          "<path d=\"%s\" class=\"s-%s\" fill=\"none\" stroke-opacity=\"%.2f\""
              + " stroke-width=\"%.1f\" stroke-linecap=\"round\"/>",
          c.marks.path(), id(c.ink), c.opacity, c.marks.stroke());
    }
    if (shape instanceof Label l) {
      return format(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"f-text halo\">%s</text>",
          l.x, l.y, id(l.anchor), Markup.html(l.text));
    }
    Text t = (Text) shape;
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"f-text\">%s</text>",
        t.x, t.y, id(t.anchor), Markup.html(t.text));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Writes the light version on white. */
  void png(OutputStream out) throws IOException {
    BufferedImage image =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.scale(SCALE, SCALE);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
    shapes.forEach(shape -> paint(g, shape));
    g.dispose();
    ImageIO.write(image, "png", out);
  }

  private static void paint(Graphics2D g, Shape shape) {
    if (shape instanceof Line l) {
      g.setColor(Color.decode(l.ink.light));
      g.setStroke(new BasicStroke((float) l.width));
      g.draw(new Line2D.Double(l.x1, l.y1, l.x2, l.y2));
    } else if (shape instanceof Cloud c) {
      g.setColor(colour(c.ink, c.opacity));
      g.setStroke(
          new BasicStroke((float) c.marks.stroke(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(c.marks.outline());
    } else if (shape instanceof Label l) {
      float left = (float) left(g, l.x, l.anchor, l.text);
      java.awt.Shape outline =
          g.getFont()
              .createGlyphVector(g.getFontRenderContext(), l.text)
              .getOutline(left, (float) l.y);
      g.setColor(Color.WHITE);
      g.setStroke(new BasicStroke(4));
      g.draw(outline);
      g.setColor(Color.decode(Ink.TEXT.light));
      g.fill(outline);
    } else if (shape instanceof Box b) {
      g.setColor(colour(b.ink, b.opacity));
      g.fill(new Rectangle2D.Double(b.x, b.y, b.width, b.height));
    } else if (shape instanceof Text t) {
      g.setColor(Color.decode(Ink.TEXT.light));
      g.drawString(t.text, (float) left(g, t.x, t.anchor, t.text), (float) t.y);
    }
  }

  /** The start of a text. */
  private static double left(Graphics2D g, double x, Anchor anchor, String text) {
    double length = g.getFontMetrics().stringWidth(text);
    return switch (anchor) {
      case START -> x;
      case MIDDLE -> x - length / 2;
      case END -> x - length;
    };
  }

  private static Color colour(Ink ink, double opacity) {
    Color full = Color.decode(ink.light);
    return new Color(
        full.getRed(),
        full.getGreen(),
        full.getBlue(),
        (int) Math.round(255 * Math.min(1, opacity)));
  }
}
