package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.ManifestFolder;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.RunRecord;
import org.emoglot.grid.GridRecord;
import org.emoglot.report.Report;
import org.emoglot.report.RunSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a grid of runs has shown. */
@Command(
    name = "report",
    description = {
      "Writes a report of finished runs: one HTML page, Markdown, a CSV and a LaTeX table, and the"
          + " figures as SVG and PNG.",
      "It contains UAR and Macro-F1 with spread and 95 %% intervals, paired tests, ablations,"
          + " calibration, training curves, and the audit of every run."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot report --grid runs/local --manifests manifests --out report",
      "  emoglot report --runs runs/a,runs/b --out report"
    })
final class ReportCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--manifests",
      paramLabel = "<folder>",
      description = "The manifests of the targets, for results by speaker and gender.")
  private Path manifests = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "<set>",
      description =
          "all (default): the whole target corpus, and its test split for the upper bound; test:"
              + " the test split for every system; held-out: all clips outside the training split.")
  private String set = RunRecord.ALL;

  @Option(
      names = "--projections",
      arity = "1..*",
      paramLabel = "<folder>",
      description = "Folders from emoglot project to include, separated by commas or blanks.")
  private List<String> projections = List.of();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description =
          "The folder of the report: new, empty, or with an earlier report, which is replaced.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  /** Where the runs are: one of the two. */
  static final class Source {
    @Option(
        names = "--grid",
        required = true,
        paramLabel = "<folder>",
        description = "A grid of runs, with its " + GridRecord.FILE + ".")
    private Path grid = Path.of("");

    @Option(
        names = "--runs",
        required = true,
        arity = "1..*",
        paramLabel = "<folder>",
        description = "Folders of single runs of emoglot train, separated by commas or blanks.")
    private List<String> runs = List.of();
  }

  @Override
  public Integer call() {
    if (!RunRecord.sets().contains(set)) {
      throw new InvalidInputException(
          "Expected a set all, held-out or test, found '%s'.".formatted(set));
    }
    RunSet runs =
        source.runs.isEmpty()
            ? RunSet.ofGrid(source.grid, set)
            : RunSet.ofFolders(PathArgument.list(source.runs), set);
    Report.write(out, runs, utterances(), PathArgument.list(projections));
    Path page = out.resolve("report.html");
    output.result(
        Map.of("report", page.toString(), "runs", runs.allTrainings()),
        () -> "Wrote the report of %d trainings to %s.%n".formatted(runs.allTrainings(), page));
    return ExitCode.DONE;
  }

  private Map<String, Utterance> utterances() {
    return manifests.toString().isEmpty()
        ? Map.of()
        : ManifestFolder.read(manifests).all().utterances().stream()
            .collect(Collectors.toMap(Utterance::id, Function.identity()));
  }
}
