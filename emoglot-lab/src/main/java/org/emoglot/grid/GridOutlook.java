package org.emoglot.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * What a grid would do.
 *
 * @param hashes what grids of one folder share
 * @param notes what differs from what one might expect, in sentences
 * @param settings how much is learned from and measured on
 * @param cells number of places in the table
 * @param progress trainings, and how many of them are done
 * @param plan every training
 */
public record GridOutlook(
    Map<String, String> hashes,
    List<String> notes,
    List<Setting> settings,
    int cells,
    GridProgress progress,
    List<Training> plan) {

  /**
   * A row of the paper's table 1.
   *
   * @param setting as the preset writes it
   * @param training system to size, of every system that was asked for
   * @param paper what the paper says of training on every language but the target; empty or one
   * @param evaluation utterances that the zero-shot systems are measured on, or, where none was
   *     asked for, the upper bound
   */
  public record Setting(
      String setting,
      Map<String, TrainingSize> training,
      List<TrainingSize> paper,
      int evaluation) {

    /** The training of the systems that learn from every language but the target. */
    public List<TrainingSize> multilingual() {
      return training.entrySet().stream()
          .filter(
              entry ->
                  TrainingSystem.of(entry.getKey()).trains()
                      == TrainingSystem.Trains.ALL_BUT_TARGET)
          .map(Map.Entry::getValue)
          .limit(1)
          .toList();
    }
  }

  /**
   * A training.
   *
   * @param run its name
   * @param backbone as it was asked for
   * @param fills its settings
   * @param done whether its result is there
   */
  public record Training(String run, String backbone, List<String> fills, boolean done) {}

  static GridOutlook of(Grid grid, GridProgress progress, Map<String, ?> done) {
    Map<String, Map<String, TrainingSize>> sizes = new LinkedHashMap<>();
    Map<String, Integer> evaluation = new LinkedHashMap<>();
    Map<String, List<String>> fills = new LinkedHashMap<>();
    for (Cell cell : grid.cells()) {
      GridRun run = grid.run(cell);
      sizes
          .computeIfAbsent(cell.setting(), s -> new LinkedHashMap<>())
          .computeIfAbsent(cell.system(), s -> TrainingSize.of(run.plan()));
      evaluation.merge(cell.setting(), run.plan().evaluation().size(), Math::max);
      fills.merge(
          cell.run(),
          List.of(cell.setting()),
          (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return new GridOutlook(
        grid.hashes(),
        grid.notes(),
        sizes.entrySet().stream()
            .map(
                row ->
                    new Setting(
                        row.getKey(),
                        row.getValue(),
                        grid.request().preset().trainingOf(Task.parse(row.getKey())).stream()
                            .toList(),
                        evaluation.getOrDefault(row.getKey(), 0)))
            .toList(),
        grid.cells().size(),
        progress,
        grid.runs().stream()
            .map(
                run ->
                    new Training(
                        run.name(),
                        run.backbone(),
                        fills.getOrDefault(run.name(), List.of()),
                        done.containsKey(run.name())))
            .toList());
  }
}
