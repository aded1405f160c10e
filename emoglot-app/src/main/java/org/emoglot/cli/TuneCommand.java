package org.emoglot.cli;

import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.grid.Selection;
import org.emoglot.grid.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Chooses hyper-parameters on development tasks only. */
@Command(
    name = "tune",
    description = {
      "Trains variants of the settings on development tasks, whose target is not a target of the"
          + " preset, ranks them, and writes the best to <out>/best.yaml for --settings of train"
          + " and reproduce.",
      "The same command resumes a stopped study; with more values or seeds in the same folder it"
          + " trains only the new ones."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot tune --preset local --manifests manifests --backbone mini \\",
      "      --set training.learningRate=0.0005,0.001,0.002 \\",
      "      --set mini.dropout=0.1,0.2 --out tuned",
      "  emoglot tune --preset local --manifests manifests --task all-UR \\",
      "      --system proposed --space space.yaml --budget 20 --out tuned",
      "  emoglot reproduce --preset local --manifests manifests \\",
      "      --settings tuned/best.yaml --out grid"
    })
final class TuneCommand extends StudyCommand {

  @Option(
      names = "--budget",
      paramLabel = "<n>",
      description = "Random search: the number of combinations to try (default: all).")
  private int budget = 0;

  @Option(
      names = "--search-seed",
      paramLabel = "<n>",
      description = "Seed of the random search (default ${DEFAULT-VALUE}).")
  private long searchSeed = 0;

  @Option(
      names = "--select",
      paramLabel = "<figure>",
      description =
          "The measure that chooses: development, the UAR on the target of the task, or validation,"
              + " the UAR on the validation clips, if none of them is from a target of the preset"
              + " (default ${DEFAULT-VALUE}).")
  private String select = Selection.DEVELOPMENT.id();

  @Override
  List<Map<String, String>> ways(Space of) {
    if (budget < 0) {
      throw new InvalidInputException(
          "Expected a budget of at least one variant, found %d.".formatted(budget));
    }
    return budget == 0 ? of.cross() : of.draw(budget, searchSeed);
  }

  @Override
  List<String> remarks(Space of) {
    return budget == 0 || budget >= of.size()
        ? List.of()
        : List.of(
            "Random search: %d of %d combinations, chosen with seed %d."
                .formatted(budget, of.size(), searchSeed));
  }

  @Override
  Selection selection() {
    return Selection.of(select);
  }

  @Override
  boolean choosing() {
    return true;
  }
}
