package org.emoglot.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.checkpoint.Weights;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.feature.FeatureCache;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.FolderLock;
import org.emoglot.io.Json;

/**
 * Runs what is left of a grid, one training after the other, each of which uses all cores.
 *
 * <p>The folder of a grid holds {@code grid.json}, the folders of its trainings below {@code runs},
 * and, when all are done, {@code results.json}. Whenever the process ends, the same command goes on
 * with the training that it was at.
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
    return GridOutlook.of(grid, runner.progress(), runner.done);
  }

  /**
   * Runs it.
   *
   * @param backbones from the name of a backbone to its folder; asked once for each
   * @param audio where clips are read from
   * @param features what is frozen, shared by all trainings
   * @throws InvalidInputException if the folder holds another grid, or a run cannot be run
   */
  public static GridResults run(
      Grid grid,
      UnaryOperator<String> backbones,
      AudioSource audio,
      FeatureCache features,
      GridListener listener) {
    Path out = grid.request().out();
    GridRecord.merged(grid); // refuses before anything is written
    try {
      Files.createDirectories(out);
      try (FolderLock lock = FolderLock.take(out.resolve(LOCK), "grid", out)) {
        GridRunner runner = new GridRunner(grid);
        AtomicFiles.removeLeftovers(out);
        Json.write(out.resolve(GridRecord.FILE), GridRecord.merged(grid));
        runner.runAll(backbones, audio, features, listener);
        GridResults results = GridResults.of(grid, runner.done);
        Json.write(out.resolve(GridResults.FILE), results);
        return results;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + out + ": " + e.getMessage(), e);
    }
  }

  private void runAll(
      UnaryOperator<String> backbones,
      AudioSource audio,
      FeatureCache features,
      GridListener listener) {
    Map<String, String> folders = new HashMap<>();
    for (GridRun run : grid.runs()) {
      if (!done.containsKey(run.name())) {
        String backbone = folders.computeIfAbsent(run.backbone(), name -> resolve(name, backbones));
        ExperimentRequest request = request(run, backbone);
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("Interrupted before " + run.name() + ".");
        }
        add(run, Experiment.run(request, audio, features, listener.starting(request, progress())));
      }
    }
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

  private ExperimentRequest request(GridRun run, String backbone) {
    GridRequest request = grid.request();
    return new ExperimentRequest(
        run.plan().task(),
        run.plan().system(),
        request.labels(),
        grid.manifest(),
        request.manifestFingerprints(),
        backbone,
        request.settings(),
        run.seed(),
        folder(run),
        request.allowHeard());
  }

  /** Only what is of this protocol, these settings and these weights may stand in the table. */
  private void add(GridRun run, RunRecord record) {
    String where = folder(run).toString();
    requireSame("protocol", run.plan().hash(), record.protocolHash(), where);
    requireSame("settings", grid.request().settings().hash(), record.settingsHash(), where);
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

  private GridProgress progress() {
    return GridProgress.of(grid.runs(), done);
  }

  private Path folder(GridRun run) {
    return GridRecord.folder(out, run.name());
  }
}
