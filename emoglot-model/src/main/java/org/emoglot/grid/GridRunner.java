package org.emoglot.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.FolderLock;
import org.emoglot.io.Json;

/**
 * Runs what is left of a grid.
 *
 * <p>The folder of a grid holds {@code grid.json}, the folders of its trainings below {@code runs},
 * and, when all are done, {@code results.json}. Whenever the process ends, the same command goes on
 * with the trainings that it was at.
 */
public final class GridRunner {

  private static final String LOCK = ".lock";

  private final Grid grid;
  private final Path out;
  private final Map<String, RunRecord> done = new LinkedHashMap<>();
  private final Map<String, String> weights = new HashMap<>();

  private GridRunner(Grid grid) {
    this.grid = grid;
    this.out = grid.request().out();
    for (GridRun run : grid.runs()) {
      Experiment.finished(folder(run)).ifPresent(record -> add(run, record));
    }
  }

  /**
   * What would be run; writes nothing.
   *
   * @throws InvalidInputException if the folder holds another grid
   */
  public static GridOutlook look(Grid grid) {
    GridRecord.merged(grid);
    GridRunner runner = new GridRunner(grid);
    return GridOutlook.of(grid, runner.progress(0, 1), runner.done);
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
    try {
      Files.createDirectories(out);
      try (FolderLock lock = FolderLock.take(out.resolve(LOCK), "grid", out)) {
        GridRunner runner = new GridRunner(grid);
        AtomicFiles.removeLeftovers(out);
        Json.write(out.resolve(GridRecord.FILE), GridRecord.merged(grid));
        runner.runAll(backbones, workers, listener);
        GridResults results = GridResults.of(grid, runner.done);
        Json.write(out.resolve(GridResults.FILE), results);
        return results;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + out + ": " + e.getMessage(), e);
    }
  }

  private void runAll(UnaryOperator<String> backbones, Workers workers, GridListener listener) {
    Workload workload = grid.workload();
    Map<String, String> folders = new HashMap<>();
    List<Workers.Job> left = new ArrayList<>();
    for (GridRun run : grid.runs()) {
      if (!done.containsKey(run.name())) {
        if (!folders.containsKey(run.backbone())) {
          folders.put(run.backbone(), resolve(run.backbone(), backbones));
        }
        String backbone = Objects.requireNonNull(folders.get(run.backbone()));
        left.add(new Workers.Job(run, workload.request(run, backbone)));
      }
    }
    TrainingFailures failures = new TrainingFailures();
    workers.run(
        left,
        new Workers.Watcher() {
          private int running;

          @Override
          public ExperimentListener starting(Workers.Job job) {
            running++;
            return listener.starting(job.request(), progress(running, workers.atOnce()));
          }

          @Override
          public void done(Workers.Job job, RunRecord record) {
            running--;
            try {
              add(job.run(), record);
            } catch (InvalidInputException e) {
              failures.add(job.run().name(), e);
              return;
            }
            listener.done(job.request(), progress(running, workers.atOnce()));
          }

          @Override
          public void failed(Workers.Job job, RuntimeException why) {
            running--;
            failures.add(job.run().name(), why);
            listener.failed(job.request(), why);
          }
        });
    failures.raise(done.size(), grid.runs().size());
  }

  /** What a name means must not have changed since the first runs. */
  private String resolve(String backbone, UnaryOperator<String> backbones) {
    if (backbone.equals(ExperimentRequest.MINI)) {
      return backbone;
    }
    String folder = backbones.apply(backbone);
    if (weights.containsKey(backbone) && Files.isDirectory(Path.of(folder))) {
      try (Weights now = Weights.open(Path.of(folder))) {
        requireSame("weights of the backbone", weights.get(backbone), now.sha256(), backbone);
      }
    }
    return folder;
  }

  /** Only what is of this protocol, these settings and these weights may stand in the table. */
  private void add(GridRun run, RunRecord record) {
    String where = folder(run).toString();
    requireSame("protocol", run.plan().hash(), record.protocolHash(), where);
    requireSame("settings", run.settings().hash(), record.settingsHash(), where);
    requireSame("seed", String.valueOf(run.seed()), String.valueOf(record.seed()), where);
    requireSame(
        "weights of the backbone",
        weights.computeIfAbsent(run.backbone(), name -> record.backbone().sha256()),
        record.backbone().sha256(),
        where);
    done.put(run.name(), record);
  }

  private static void requireSame(String what, String expected, String found, String where) {
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          "Expected the %s of the grid's other runs (%.12s), found another (%.12s) at %s, and they may not stand in one table: choose another --out, or remove what does not belong."
              .formatted(what, expected, found, where));
    }
  }

  private GridProgress progress(int running, int atOnce) {
    return GridProgress.of(grid.runs(), done, running, atOnce);
  }

  private Path folder(GridRun run) {
    return GridRecord.folder(out, run.name());
  }
}
