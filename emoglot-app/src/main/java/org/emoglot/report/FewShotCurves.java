package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.experiment.RunRecord;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.Interval;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.Comparison;
import org.emoglot.statistics.PermutationOptions;

/**
 * What labelled utterances of the target add: UAR over their number k, one curve a setting and
 * system, and one for all settings that share its trainings. All points are measured on the same
 * clips, those outside the training split of the target, which gives the k clips.
 */
final class FewShotCurves {

  /**
   * A point of a curve.
   *
   * @param cell over the seeds
   * @param gain UAR minus that of k = 0, with its paired interval over clips, over the common
   *     seeds; empty for k = 0 and without common seeds
   */
  record Point(int shots, CellStatistics cell, List<Interval> gain) {}

  /**
   * A curve.
   *
   * @param settings that share its trainings, at least one
   * @param points by rising k
   */
  record Curve(List<String> settings, String system, List<Point> points) {}

  private FewShotCurves() {}

  /**
   * The runs of the curves: the few-shot ones, and the zero-shot ones of the same settings and
   * systems, evaluated on the same clips.
   */
  static List<Run> runs(List<Run> zeroShot, List<Run> fewShot) {
    if (fewShot.isEmpty()) {
      return List.of();
    }
    return Stream.concat(zeroShot.stream(), fewShot.stream())
        .filter(run -> TrainingSystem.of(run.system()).zeroShot())
        .filter(run -> fewShot.stream().anyMatch(few -> key(few).equals(key(run))))
        .map(run -> Run.read(run.folder(), run.setting(), RunRecord.HELD_OUT))
        .toList();
  }

  /** The curves, in the order of the runs. */
  static List<Curve> of(List<Run> runs) {
    Map<List<String>, List<Run>> byCell = new LinkedHashMap<>();
    runs.forEach(
        run ->
            byCell
                .computeIfAbsent(List.of(run.setting(), run.system()), k -> new ArrayList<>())
                .add(run));
    Comparator<Run> order = Comparator.comparingInt(Run::shots).thenComparingLong(Run::seed);
    Map<List<Path>, List<List<Run>>> byTrainings = new LinkedHashMap<>();
    byCell
        .values()
        .forEach(
            cell ->
                byTrainings
                    .computeIfAbsent(
                        cell.stream().sorted(order).map(Run::folder).toList(),
                        k -> new ArrayList<>())
                    .add(cell));
    return byTrainings.values().stream()
        .map(
            cells ->
                curve(cells.stream().map(cell -> cell.get(0).setting()).toList(), cells.get(0)))
        .toList();
  }

  private static Curve curve(List<String> settings, List<Run> runs) {
    SortedMap<Integer, List<Run>> byShots = new TreeMap<>();
    runs.forEach(run -> byShots.computeIfAbsent(run.shots(), k -> new ArrayList<>()).add(run));
    List<Run> zeroShot = byShots.getOrDefault(0, List.of());
    return new Curve(
        settings,
        runs.get(0).system(),
        byShots.entrySet().stream()
            .map(point -> point(point.getKey(), point.getValue(), zeroShot))
            .toList());
  }

  private static Point point(int shots, List<Run> runs, List<Run> zeroShot) {
    List<Answers> with = new ArrayList<>();
    List<Answers> without = new ArrayList<>();
    for (Run run : shots == 0 ? List.<Run>of() : runs) {
      zeroShot.stream()
          .filter(other -> other.seed() == run.seed())
          .findFirst()
          .ifPresent(
              other -> {
                with.add(run.answers());
                without.add(other.answers());
              });
    }
    return new Point(
        shots,
        CellStatistics.of(
            runs.stream().map(Run::answers).toList(), AbsentClass.SKIP, BootstrapOptions.DEFAULT),
        with.isEmpty()
            ? List.of()
            : List.of(
                Comparison.of(
                        with,
                        without,
                        AbsentClass.SKIP,
                        BootstrapOptions.DEFAULT,
                        PermutationOptions.DEFAULT)
                    .uar()));
  }

  private static List<String> key(Run run) {
    return List.of(run.setting(), run.system());
  }
}
