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
      "Embeds the same clips by the models of finished runs, and draws them side by side.",
      "It writes to the folder --out:",
      "  tsne.svg, umap.svg   the embeddings in the plane, a column a model, coloured by emotion, by"
          + " language and by speaker",
      "  projection.csv       the coordinates of every clip",
      "  projection.json      the numbers: accuracy of linear probes for speaker, language and"
          + " emotion, alignment of emotions across languages, and their silhouette on the target",
      "Clips are drawn evenly over languages and emotions, and within them over speakers; those of"
          + " the target are among them. Nothing is trained by them."
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
      description =
          "Folders of finished runs, as emoglot train writes them, separated by commas or blanks.")
  private List<String> runs = List.of();

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The manifests from which clips are drawn.")
  private Path manifests = Path.of("");

  @Option(
      names = "--clips",
      paramLabel = "<n>",
      description =
          "How many clips, from 20 to 4000 (default ${DEFAULT-VALUE}); all, where there are fewer.")
  private int clips = 1000;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "Seed of the choice of clips, of the probes' folds and of the layouts (default"
              + " ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--backbone",
      paramLabel = "<folder>",
      description =
          "The backbone of models that hold their adapters alone, where it is no longer in the"
              + " folder that it had in training.")
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
            precision.value(),
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
