package org.emoglot.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.grid.Grid;
import org.emoglot.grid.GridListener;
import org.emoglot.grid.GridOutlook;
import org.emoglot.grid.GridProgress;
import org.emoglot.grid.GridResults;
import org.emoglot.grid.GridRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs every setting, system and seed of a protocol. */
@Command(
    name = "reproduce",
    description = {
      "Trains and evaluates every setting, system and seed of a protocol, each training a task of"
          + " the cluster. The results come back to <out>, the same that the command line writes.",
      "An executor computes one training at a time, with the cores of a task: give an executor one"
          + " task (spark.task.cpus as many as spark.executor.cores)."
    },
    sortOptions = false)
final class ReproduceJob implements Callable<Integer> {

  private static final Set<String> PATHS =
      Set.of("--manifests", "--settings", "--out", "--output", "-o");

  @Mixin private GridOptions options = new GridOptions();

  @Option(names = "--dry-run", description = "Print what would be trained, and what is done.")
  private boolean dryRun;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    Grid grid = options.grid();
    if (dryRun) {
      GridOutlook outlook = GridRunner.outlook(grid);
      output.result(outlook, "%d trainings.%n".formatted(grid.runs().size()));
      return 0;
    }
    grid.notes().forEach(output::note);
    List<String> all = command.commandLine().getParseResult().originalArgs();
    List<String> words = absolute(all.subList(all.indexOf("reproduce") + 1, all.size()));
    try (Session session = Session.open("reproduce")) {
      GridResults results =
          GridRunner.run(
              grid, backbone -> backbone, new SparkWorkers(session.spark(), words), new Lines());
      output.result(
          results,
          "%d trainings are done. Wrote %s.%n".formatted(grid.runs().size(), options.out()));
    }
    return 0;
  }

  /** The same words wherever a machine has its own folder: paths begin at the root. */
  static List<String> absolute(List<String> words) {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String before = i == 0 ? "" : words.get(i - 1);
      int value = word.indexOf('=') + 1;
      if (value > 0 && isPath(word.substring(0, value - 1), word)) {
        changed.add(word.substring(0, value) + Path.of(word.substring(value)).toAbsolutePath());
      } else {
        changed.add(isPath(before, word) ? Path.of(word).toAbsolutePath().toString() : word);
      }
    }
    return changed;
  }

  private static boolean isPath(String option, String value) {
    return PATHS.contains(option) || option.equals("--preset") && value.endsWith(".yaml");
  }

  /** Planned as on the driver. */
  static GridOptions parse(List<String> words) {
    ReproduceJob job = new ReproduceJob();
    new picocli.CommandLine(job).parseArgs(words.toArray(new String[0]));
    return job.options;
  }

  private final class Lines implements GridListener {

    @Override
    public ExperimentListener starting(ExperimentRequest request, GridProgress progress) {
      return ExperimentListener.SILENT;
    }

    @Override
    public void done(ExperimentRequest request, GridProgress progress) {
      output.note("Done: " + request.out().getFileName());
    }

    @Override
    public void failed(ExperimentRequest request, RuntimeException why) {
      output.note("Failed: %s: %s".formatted(request.out().getFileName(), why.getMessage()));
    }
  }
}
