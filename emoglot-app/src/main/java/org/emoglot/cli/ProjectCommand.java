package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.emoglot.data.ManifestFolder;
import org.emoglot.doctor.Surroundings;
import org.emoglot.projection.Projection;
import org.emoglot.projection.ProjectionRequest;
import org.emoglot.projection.Projector;
import org.emoglot.report.ProjectionFiles;
import org.emoglot.report.ProjectionNumbers;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the embeddings of finished runs hold. */
@Command(
    name = "project",
    description = {
      "Embeds the same clips with the models of finished runs, and draws them side by side.",
      "It writes to the folder --out:",
      "  tsne.svg, umap.svg   the embeddings in the plane, one column per model, coloured by"
          + " emotion, by language and by speaker",
      "  projection.csv       the coordinates of every clip",
      "  projection.json      the numbers: accuracy of linear probes for speaker, language and"
          + " emotion, alignment of emotions across languages, and their silhouette on the target",
      "Clips are drawn evenly over languages, including the target, and emotions, and within them"
          + " over speakers. Nothing is trained on them."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot project --runs runs/baseline2-de,runs/proposed-de \\",
      "      --manifests manifests --out projection",
      "  emoglot project --runs runs/a runs/b --manifests manifests --clips 2000 \\",
      "      --out projection",
      "  emoglot report --runs runs/a runs/b --projections projection --out report"
    })
final class ProjectCommand implements Callable<Integer> {

  @Option(
      names = "--runs",
      required = true,
      arity = "1..*",
      paramLabel = "<folder>",
      description = "Folders of finished runs of emoglot train, separated by commas or blanks.")
  private List<String> runs = List.of();

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The manifests to draw clips from.")
  private Path manifests = Path.of("");

  @Option(
      names = "--clips",
      paramLabel = "<n>",
      description =
          "The number of clips, from 20 to 4000 (default ${DEFAULT-VALUE}), or all if there are"
              + " fewer.")
  private int clips = 1000;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "Seed of the choice of clips, the folds of the probes and the layouts (default"
              + " ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--backbone",
      paramLabel = "<folder>",
      description =
          "The backbone of models that contain only adapters, if it has moved since training.")
  private Path backbone = Path.of("");

  @Mixin private PrecisionOption precision = new PrecisionOption();

  @Mixin private Listening listening = new Listening();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the results.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    ProjectionRequest request =
        new ProjectionRequest(
            PathArgument.list(runs),
            backbone,
            ManifestFolder.read(manifests),
            clips,
            seed,
            precision.orFaster(output),
            listening.downmix().id(),
            Surroundings.ofThisProcess().home());
    Projector.Result result;
    try (ProjectionProgress progress = new ProjectionProgress(output)) {
      result = Projector.project(request, listening.audio(output), progress);
    }
    List<String> files = ProjectionFiles.write(out, result);
    output.result(result.projection(), () -> text(result.projection(), files));
    return ExitCode.DONE;
  }

  private String text(Projection projection, List<String> files) {
    TextTable table = TextTable.of(ProjectionNumbers.header(projection).toArray(String[]::new));
    ProjectionNumbers.rows(projection)
        .forEach(row -> table.row(new ArrayList<Object>(row).toArray()));
    return "%s%n%s%nWrote %s to %s.%n"
        .formatted(table, ProjectionNumbers.reading(projection), String.join(", ", files), out);
  }
}
