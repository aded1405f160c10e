package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.RunRecord;
import org.emoglot.grid.Cell;
import org.emoglot.grid.GridRecord;
import org.emoglot.io.Json;
import org.emoglot.protocol.TrainingSystem;

/**
 * The runs of one table: all of the same hyper-parameters, and in each cell of the same data.
 *
 * @param preset of the grid, or an empty text for loose runs
 * @param set which part of the target is reported
 * @param settings rows of the table
 * @param systems ids of the training systems, in the paper's order
 * @param seeds that every cell should have
 * @param runs those that are finished, without few-shot ones
 * @param curves if there are few-shot runs, all but those of the upper bound, on what lies outside
 *     the target's training split; else none
 */
public record RunSet(
    String preset,
    String set,
    List<String> settings,
    List<String> systems,
    List<Long> seeds,
    List<Run> runs,
    List<Run> curves) {

  public RunSet {
    settings = List.copyOf(settings);
    systems =
        Arrays.stream(TrainingSystem.values())
            .map(TrainingSystem::id)
            .filter(systems::contains)
            .toList();
    seeds = List.copyOf(seeds);
    runs = List.copyOf(runs);
    curves = List.copyOf(curves);
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "Expected at least one finished run (a folder with %s) that is not few-shot, found %s."
              .formatted(
                  RunRecord.FILE, curves.isEmpty() ? "none" : curves.size() + " few-shot ones"));
    }
    checkNotMixed(runs);
    FewShotCurves.check(curves);
  }

  /**
   * The runs of a grid, as {@code emoglot reproduce} writes it; unfinished ones are missing.
   *
   * @param set {@link RunRecord#ALL} or {@link RunRecord#TEST}
   * @throws InvalidInputException if it is none, or runs do not belong together
   */
  public static RunSet ofGrid(Path grid, String set) {
    Path file = grid.resolve(GridRecord.FILE);
    GridRecord record = Json.readRecord(file, GridRecord.class, "name the folder of a grid");
    List<Run> runs = new ArrayList<>();
    List<Run> curves = new ArrayList<>();
    for (Cell cell : record.cells()) {
      Path folder = GridRecord.folder(grid, cell.run());
      if (Run.isFinished(folder)) {
        Run run = Run.read(folder, cell.setting(), set);
        if (!run.system().equals(cell.system()) || run.seed() != cell.seed()) {
          throw new InvalidInputException(
              "Expected the run of %s with seed %d in %s, found %s with seed %d."
                  .formatted(cell.system(), cell.seed(), folder, run.system(), run.seed()));
        }
        (run.shots() == 0 ? runs : curves).add(run);
      }
    }
    return new RunSet(
        record.preset(),
        set,
        record.cells().stream().map(Cell::setting).distinct().toList(),
        record.cells().stream().map(Cell::system).distinct().toList(),
        record.cells().stream().map(Cell::seed).distinct().sorted().toList(),
        runs,
        FewShotCurves.runs(runs, curves));
  }

  /** Loose run folders; their tasks are the settings. */
  public static RunSet ofFolders(List<Path> folders, String set) {
    List<Run> all =
        folders.stream().map(folder -> Run.read(folder, Run.record(folder).task(), set)).toList();
    List<Run> runs = all.stream().filter(run -> run.shots() == 0).toList();
    List<Run> fewShot = all.stream().filter(run -> run.shots() > 0).toList();
    return new RunSet(
        "",
        set,
        runs.stream().map(Run::setting).distinct().toList(),
        runs.stream().map(Run::system).distinct().toList(),
        runs.stream().map(Run::seed).distinct().sorted().toList(),
        runs,
        FewShotCurves.runs(runs, fewShot));
  }

  /** The finished runs of a cell in the order of their seeds. */
  List<Run> cell(String setting, String system) {
    return runs.stream()
        .filter(run -> run.setting().equals(setting) && run.system().equals(system))
        .sorted(Comparator.comparingLong(Run::seed))
        .toList();
  }

  /** How many trainings stand behind the runs: settings may share one. */
  public long trainings() {
    return runs.stream().map(Run::folder).distinct().count();
  }

  /** The same with the few-shot runs. */
  public long allTrainings() {
    return Stream.concat(runs.stream(), curves.stream()).map(Run::folder).distinct().count();
  }

  /** Seeds that a cell lacks. */
  List<Long> missing(String setting, String system) {
    List<Long> there = cell(setting, system).stream().map(Run::seed).toList();
    return seeds.stream().filter(seed -> !there.contains(seed)).toList();
  }

  /** The target is the same for all zero-shot systems of a setting; the upper bound has less. */
  boolean comparable(String system) {
    return set.equals(RunRecord.TEST) || TrainingSystem.of(system).zeroShot();
  }

  private static void checkNotMixed(List<Run> runs) {
    Run first = runs.get(0);
    Map<List<Object>, Run> cells = new HashMap<>();
    Map<List<Object>, Run> seeds = new HashMap<>();
    for (Run run : runs) {
      same(first, run, "hyper-parameters", r -> r.record().settingsHash());
      same(first, run, "emotions", r -> r.answers().labels().names().toString());
      Run cell = cells.computeIfAbsent(List.of(run.setting(), run.system()), k -> run);
      same(cell, run, "protocol", r -> r.record().protocolHash());
      Run twin = seeds.put(List.of(run.setting(), run.system(), run.seed()), run);
      if (twin != null) {
        throw new InvalidInputException(
            "Expected one run of %s, %s, seed %d, found %s and %s."
                .formatted(run.setting(), run.system(), run.seed(), twin.folder(), run.folder()));
      }
      Run target =
          cells.computeIfAbsent(
              List.of(run.setting(), TrainingSystem.of(run.system()).zeroShot()), k -> run);
      same(target, run, "test utterances", r -> String.valueOf(truths(r)));
    }
  }

  static int truths(Run run) {
    Map<String, Integer> truths = new HashMap<>();
    for (int i = 0; i < run.answers().size(); i++) {
      truths.put(run.answers().items().get(i), run.answers().truth(i));
    }
    return truths.hashCode();
  }

  static void same(
      Run first, Run other, String what, java.util.function.Function<Run, String> property) {
    if (!property.apply(first).equals(property.apply(other))) {
      throw new InvalidInputException(
          "Expected runs of the same %s in one table, found %s in %s and %s in %s; report them apart."
              .formatted(
                  what,
                  shorten(property.apply(first)),
                  first.folder(),
                  shorten(property.apply(other)),
                  other.folder()));
    }
  }

  static String shorten(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
