package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.RunRecord;
import org.emoglot.grid.Cell;
import org.emoglot.grid.GridRecord;
import org.emoglot.protocol.TrainingSystem;

/** The runs of one table: all of the same hyper-parameters, and in each cell of the same data. */
public final class RunSet {

  private final String preset;
  private final String set;
  private final List<String> settings;
  private final List<String> systems;
  private final List<Long> seeds;
  private final List<Run> runs;
  private final List<Run> curves;
  private final List<RunGroup> groups;

  private RunSet(
      String preset,
      String set,
      List<String> settings,
      List<String> systems,
      List<Long> seeds,
      List<Run> runs,
      List<Run> curves) {
    this.preset = preset;
    this.set = set;
    this.settings = List.copyOf(settings);
    this.systems =
        Arrays.stream(TrainingSystem.values())
            .map(TrainingSystem::id)
            .filter(systems::contains)
            .toList();
    this.seeds = List.copyOf(seeds);
    this.runs = List.copyOf(runs);
    this.curves = List.copyOf(curves);
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "Expected at least one finished run (a folder with %s) that is not few-shot, found %s."
              .formatted(
                  RunRecord.FILE, curves.isEmpty() ? "none" : curves.size() + " few-shot ones"));
    }
    Mixture.refuse(this.runs, set);
    Mixture.refuseInCurves(this.curves);
    groups = grouped();
  }

  /**
   * The runs of a grid, as {@code emoglot reproduce} writes it; unfinished ones are missing.
   *
   * @param set one of {@link RunRecord#sets}
   * @throws InvalidInputException if it is none, or runs do not belong together
   */
  public static RunSet ofGrid(Path grid, String set) {
    Path file = grid.resolve(GridRecord.FILE);
    GridRecord record = GridRecord.read(file, "name the folder of a grid");
    List<Run> runs = new ArrayList<>();
    List<Run> fewShot = new ArrayList<>();
    for (Cell cell : record.cells()) {
      Path folder = GridRecord.folder(grid, cell.run());
      if (Run.isFinished(folder)) {
        Run run = Run.read(folder, cell.setting(), set);
        if (!run.system().equals(cell.system()) || run.seed() != cell.seed()) {
          throw new InvalidInputException(
              "Expected the run of %s with seed %d in %s, found %s with seed %d."
                  .formatted(cell.system(), cell.seed(), folder, run.system(), run.seed()));
        }
        (run.shots() == 0 ? runs : fewShot).add(run);
      }
    }
    return new RunSet(
        record.preset(),
        set,
        record.cells().stream().map(Cell::setting).distinct().toList(),
        record.cells().stream().map(Cell::system).distinct().toList(),
        record.cells().stream().map(Cell::seed).distinct().sorted().toList(),
        runs,
        FewShotCurves.runs(runs, fewShot));
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

  /** Name of the grid's preset; an empty text for loose runs. */
  String preset() {
    return preset;
  }

  /** Which part of the target is reported: one of {@link RunRecord#sets}. */
  String set() {
    return set;
  }

  /** Rows of the table. */
  List<String> settings() {
    return settings;
  }

  /** Ids of the training systems, in the paper's order. */
  List<String> systems() {
    return systems;
  }

  /** Seeds that every cell should have. */
  List<Long> seeds() {
    return seeds;
  }

  /**
   * Those that are finished, without few-shot ones, one for each place of the table that is filled.
   */
  List<Run> runs() {
    return runs;
  }

  /**
   * If there are few-shot runs: they and the zero-shot ones of the same settings and systems, on
   * what lies outside the target's training split; else none.
   */
  List<Run> curves() {
    return curves;
  }

  /** The runs of the table, each group of trainings once, in the order of settings and systems. */
  List<RunGroup> groups() {
    return groups;
  }

  /** The group that fills a cell, if any run of it is finished. */
  Optional<RunGroup> group(String setting, String system) {
    return groups.stream()
        .filter(group -> group.system().equals(system) && group.settings().contains(setting))
        .findFirst();
  }

  /** The finished runs of a cell in the order of their seeds. */
  List<Run> cell(String setting, String system) {
    return runs.stream()
        .filter(run -> run.setting().equals(setting) && run.system().equals(system))
        .sorted(Comparator.comparingLong(Run::seed))
        .toList();
  }

  /** UAR of somebody who guesses: one in the number of emotions. */
  double chance() {
    return 1.0 / runs.get(0).answers().labels().size();
  }

  /** The number of trainings of the runs: settings may share one. */
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

  private List<RunGroup> grouped() {
    Map<List<Object>, RunGroup> groups = new LinkedHashMap<>();
    for (String setting : settings) {
      for (String system : systems) {
        List<Run> cell = cell(setting, system);
        if (!cell.isEmpty()) {
          groups.merge(
              List.of(system, cell.stream().map(Run::folder).toList()),
              new RunGroup(List.of(setting), system, cell),
              RunGroup::with);
        }
      }
    }
    return List.copyOf(groups.values());
  }
}
