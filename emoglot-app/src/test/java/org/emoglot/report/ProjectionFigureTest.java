package org.emoglot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.emoglot.projection.Method;
import org.emoglot.projection.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ProjectionFigureTest {

  private static Point point(
      String model, String language, String speaker, String emotion, double x, double y) {
    Point.Position position = new Point.Position(x, y);
    return new Point(
        model,
        language + speaker + emotion,
        language,
        language + ":" + speaker,
        emotion,
        "test",
        language.equals("de"),
        Map.of(Method.TSNE, position, Method.UMAP, position));
  }

  /** Four speakers of each of three languages, two emotions, two models. */
  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (String model : List.of("first", "<second>")) {
      for (String language : List.of("aa", "de", "zz")) {
        for (int s = 0; s < 4; s++) {
          points.add(point(model, language, "s" + s, "sad", s, language.charAt(0)));
          points.add(point(model, language, "s" + s, "angry", -s, language.charAt(0)));
        }
      }
    }
    return points;
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void figure_ofTwoModels_hasEveryPointOnceInEachColouring() throws Exception {
    Drawing drawing = ProjectionFigure.of(Method.TSNE, points(), List.of("first", "<second>"));
    Document svg = parse(drawing.svgFile("what it shows"));

    int marks = 0;
    List<Double> x = new ArrayList<>();
    for (int i = 0; i < svg.getElementsByTagName("path").getLength(); i++) {
      String path = ((Element) svg.getElementsByTagName("path").item(i)).getAttribute("d");
      for (String mark : path.isEmpty() ? new String[0] : path.substring(1).split("M")) {
        x.add(Double.parseDouble(mark.split("[ ]")[0]));
        marks++;
      }
    }
    int legend = 2 + 3 + 10;
    assertThat(marks).isEqualTo(points().size() * 3 + legend);
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    assertThat(x).allMatch(value -> value >= 0 && value <= width);
    String text = svg.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("first", "<second>", "t-SNE by emotion", "t-SNE by language")
        .contains("t-SNE by speaker, of some; the others grey");
  }

  @Test
  void figure_asFile_standsForItselfInLightAndDark() {
    String svg =
        ProjectionFigure.of(Method.UMAP, points(), List.of("first")).svgFile("what it shows");

    assertThat(svg)
        .contains("prefers-color-scheme: dark", "svg { background: #181818 }", ".halo")
        .doesNotContain("href", "url(", "<script");
  }

  @Test
  void figure_asPng_hasItsColours() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProjectionFigure.of(Method.UMAP, points(), List.of("first")).png(out);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(0x0072b2, 0xd55e00);
  }

  @Test
  void figure_ofOnePlace_isDrawn() throws Exception {
    List<Point> points = List.of(point("m", "de", "s", "sad", 7, 7));

    assertThat(parse(ProjectionFigure.of(Method.TSNE, points, List.of("m")).svgFile("one")))
        .isNotNull();
  }

  @Test
  void speakers_takeTurnsOverLanguagesTheTargetFirst() {
    assertThat(Colouring.all(points()).get(2).groups())
        .containsExactly(
            "de:s0", "de:s1", "aa:s0", "aa:s1", "zz:s0", "zz:s1", "de:s2", "de:s3", "aa:s2",
            "aa:s3");
  }

  @Test
  void emotions_haveTheOrderOfTheirColours_andUnknownOnesComeLast() {
    List<Point> points =
        List.of("fear", "happy", "angry", "boredom", "sad").stream()
            .map(emotion -> point("m", "de", "s", emotion, 0, 0))
            .toList();

    assertThat(Colouring.all(points).get(0).groups())
        .containsExactly("sad", "angry", "happy", "boredom", "fear");
  }

  @Test
  void groups_haveEachAnInkAndAFormOfItsOwn_andTooManyStayGrey() {
    List<Point> points =
        IntStream.range(0, 25)
            .mapToObj(i -> point("m", "l%02d".formatted(i), "s", "sad", i, i))
            .toList();
    Colouring languages = Colouring.all(points).get(1);

    Set<List<Object>> looks = new HashSet<>();
    for (int i = 0; i < languages.groups().size(); i++) {
      looks.add(List.of(languages.ink(i), languages.form(i)));
    }
    assertThat(looks).hasSize(20);
    assertThat(languages.divide(points).get("")).hasSize(5);
  }

  @Test
  void labels_ofOnePlace_doNotCoverEachOtherAndStayInside() {
    LabelPlaces labels = new LabelPlaces(100, 50, 300, 7);
    List<Rectangle2D> boxes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Marks.Place place = labels.near(new Marks.Place(398, 52), "label");
      Rectangle2D box = new Rectangle2D.Double(place.x() - 17, place.y() - 11, 34, 13);
      assertThat(boxes).noneMatch(box::intersects);
      assertThat(new Rectangle2D.Double(100, 50, 300, 300).contains(box)).as("%s", box).isTrue();
      boxes.add(box);
    }
  }

  @Test
  void densest_ofTwoHeapsAndAStray_isInTheLargerHeap() {
    List<Marks.Place> places = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      places.add(new Marks.Place(10 + i, 10));
    }
    for (int i = 0; i < 9; i++) {
      places.add(new Marks.Place(200 + i, 10));
    }
    places.add(new Marks.Place(100, 100));

    assertThat(LabelPlaces.densest(places).x()).isBetween(200.0, 208.0);
  }

  @ParameterizedTest
  @EnumSource
  void marks_ofEveryForm_haveTheirSizeInBothFormats(Marks.Form form) {
    Marks marks = new Marks(form, 6, List.of(new Marks.Place(50, 40), new Marks.Place(70, 40)));

    assertThat(marks.path().split("M")).hasSize(3);
    Rectangle2D bounds = marks.outline().getBounds2D();
    double line = form == Marks.Form.DOT ? 6 : 0;
    assertThat(bounds.getWidth() + line).isEqualTo(26);
    assertThat(bounds.getCenterX()).isEqualTo(60);
  }
}
