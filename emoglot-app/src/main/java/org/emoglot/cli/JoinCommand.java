package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emoglot.committee.JoinRecord;
import org.emoglot.committee.JoinRequest;
import org.emoglot.committee.Joining;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Joins trained models to a committee. */
@Command(
    name = "join",
    description = {
      "Joins models that were trained on the same languages, with different seeds, systems or"
          + " encoders, into a committee: a saved model whose probabilities are the mean of"
          + " theirs.",
      "Its temperature and threshold are fitted on the validation clips of the training languages"
          + " of its members; no clip of a target is opened."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot join --models runs/0/model,runs/1/model,runs/2/model \\",
      "      --manifests manifests --out committee",
      "  emoglot predict --model committee clip.wav"
    })
final class JoinCommand implements Callable<Integer> {

  @Option(
      names = "--models",
      required = true,
      arity = "1..*",
      paramLabel = "<folder>",
      description =
          "Two or more saved models that contain their encoders: the folders named model in the"
              + " folders of runs, separated by commas or blanks.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests that the models were trained with.")
  private Path manifests = Path.of("");

  @Mixin private Listening listening = new Listening();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the committee, which must not exist or must be empty.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<Path> members = PathArgument.list(models);
    ManifestFolder folder = ManifestFolder.read(manifests);
    JoinRequest request = new JoinRequest(members, folder.all(), folder.fingerprints(), out);
    try (PhaseBars bars = new PhaseBars(output)) {
      ExperimentListener progress =
          new ExperimentListener() {
            @Override
            public void progress(String phase, int done, int total) {
              bars.of(phase, "clips", total, 0).update(done, total);
            }
          };
      JoinRecord record = Joining.run(request, listening.audio(output), progress);
      bars.close();
      output.result(record, () -> text(record));
    }
    return ExitCode.DONE;
  }

  private String text(JoinRecord record) {
    TextTable table = TextTable.of("model", "seed", "validation UAR");
    record
        .members()
        .forEach(
            member -> table.row(member.model(), member.seed(), percent(member.validationUar())));
    table.row("committee", "", percent(record.validation().uar()));
    return String.format(
        Locale.ROOT,
        "%s%nOn %d validation clips of %s, which also chose the weights of the"
            + " members.%nTemperature %.3f; an answer below %.3f is uncertain. %d"
            + " parameters.%n%nWrote %s.%n",
        table,
        record.validation().utterances(),
        String.join(", ", record.validation().uarByLanguage().keySet()),
        record.confidence().temperature(),
        record.confidence().rejectBelow(),
        record.parameters(),
        out);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
