package org.emoglot.grid;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * Runs what is left of a grid.
 *
 * <p>The folder of a grid holds {@code grid.json}, the folders of its trainings below {@code runs},
 * and, when all are done, {@code results.json}. After an interruption the same command resumes its
 * trainings.
 */
public final class GridRunner {

  private GridRunner() {}

  /**
   * What would be run; writes nothing.
   *
   * @throws InvalidInputException if the folder holds another grid
   */
  public static GridOutlook outlook(Grid grid) {
    GridRecord.merged(grid);
    Trainings trainings = new Trainings(grid.workload());
    return GridOutlook.of(grid, trainings.progress(), trainings.done());
  }

  /**
   * Runs it.
   *
   * @param backbones from the name of a backbone to its folder; asked once for each
   * @param workers who computes its trainings
   * @throws InvalidInputException if the folder holds another grid, or a run cannot be run; the
   *     others are done then
   * @throws WorkerFailure if a run failed otherwise
   */
  public static GridResults run(
      Grid grid, UnaryOperator<String> backbones, Workers workers, GridListener listener) {
    Path out = grid.request().out();
    GridRecord.merged(grid); // refuses before anything is written
    return WorkFolder.holding(
        out,
        "grid",
        () -> {
          Trainings trainings = new Trainings(grid.workload());
          Json.write(out.resolve(GridRecord.FILE), GridRecord.merged(grid));
          trainings.run(backbones, workers, listener);
          GridResults results = GridResults.of(grid, trainings.done());
          Json.write(out.resolve(GridResults.FILE), results);
          return results;
        });
  }
}
