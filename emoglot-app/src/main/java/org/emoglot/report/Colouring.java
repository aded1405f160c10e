package org.emoglot.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.emoglot.projection.Point;
import org.emoglot.report.Drawing.Ink;

/**
 * By what points are coloured: groups with an ink and a form each.
 *
 * @param title such as {@code emotion}
 * @param group of a point; one that is not among {@code groups} is left grey
 * @param groups in the order of the legend
 */
record Colouring(String title, Function<Point, String> group, List<String> groups) {

  /** Grey is for those of no group. */
  private static final List<Ink> INKS =
      List.of(Ink.BLUE, Ink.ORANGE, Ink.GREEN, Ink.PURPLE, Ink.YELLOW);

  /** The usual emotions in an order that gives anger the warm and sadness the cold colour. */
  private static final List<String> EMOTIONS = List.of("sad", "angry", "neutral", "happy");

  /** How many speakers can be told apart in a picture. */
  private static final int SPEAKERS = 10;

  private static final int SPEAKERS_PER_TURN = 2;

  Colouring {
    int most = INKS.size() * Marks.Form.values().length;
    groups = List.copyOf(groups.subList(0, Math.min(most, groups.size())));
  }

  /** By emotion, by language, by speaker. */
  static List<Colouring> all(List<Point> points) {
    List<String> emotions = new ArrayList<>(distinct(points, Point::emotion));
    emotions.sort(
        Comparator.comparingInt(
                (String e) -> Math.floorMod(EMOTIONS.indexOf(e), 1 + EMOTIONS.size()))
            .thenComparing(Comparator.naturalOrder()));
    return List.of(
        new Colouring("emotion", Point::emotion, emotions),
        new Colouring("language", Point::language, distinct(points, Point::language)),
        new Colouring("speaker", Point::speaker, speakers(points)));
  }

  /**
   * Two of each language in turn, the targets' first, those with the most clips first: so two
   * voices of one language are there to be told apart.
   */
  private static List<String> speakers(List<Point> points) {
    Map<Boolean, Map<String, Map<String, Integer>>> clips =
        new TreeMap<>(Comparator.reverseOrder());
    List<String> targets =
        points.stream().filter(Point::ofTarget).map(Point::language).distinct().toList();
    for (Point point : points) {
      clips
          .computeIfAbsent(targets.contains(point.language()), k -> new TreeMap<>())
          .computeIfAbsent(point.language(), k -> new TreeMap<>())
          .merge(point.speaker(), 1, Integer::sum);
    }
    List<List<String>> ranked = new ArrayList<>();
    clips
        .values()
        .forEach(
            languages ->
                languages
                    .values()
                    .forEach(
                        its ->
                            ranked.add(
                                its.entrySet().stream()
                                    .sorted(
                                        Map.Entry.<String, Integer>comparingByValue().reversed())
                                    .map(Map.Entry::getKey)
                                    .toList())));
    List<String> chosen = new ArrayList<>();
    int longest = ranked.stream().mapToInt(List::size).max().orElse(0);
    for (int start = 0; start < longest; start += SPEAKERS_PER_TURN) {
      for (List<String> its : ranked) {
        chosen.addAll(
            its.subList(
                Math.min(start, its.size()), Math.min(start + SPEAKERS_PER_TURN, its.size())));
      }
    }
    return chosen.subList(0, Math.min(SPEAKERS, chosen.size()));
  }

  private static List<String> distinct(List<Point> points, Function<Point, String> property) {
    return points.stream().map(property).distinct().sorted().toList();
  }

  Ink ink(int i) {
    return INKS.get(i % INKS.size());
  }

  Marks.Form form(int i) {
    return Marks.Form.values()[i / INKS.size()];
  }

  /** The points of each group, and under an empty text the others, which come first. */
  Map<String, List<Point>> divide(List<Point> points) {
    Map<String, List<Point>> divided = new LinkedHashMap<>();
    divided.put("", new ArrayList<>());
    groups.forEach(name -> divided.put(name, new ArrayList<>()));
    points.forEach(point -> divided.getOrDefault(group.apply(point), divided.get("")).add(point));
    return divided;
  }
}
