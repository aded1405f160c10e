package org.emoglot.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.doctor.Surroundings;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the models that can be named. */
@Command(
    name = "models",
    description = {
      "Lists the models that --model and --backbone can name: the bundled one, the built-in"
          + " encoders, those in EMOGLOT_BACKBONES and in the cache of the hub, and known ones on"
          + " the hub with their size, languages, licence and what they have heard.",
      "A model of the hub that is not here is downloaded when it is first used. Any other id of a"
          + " supported family can be named as well."
    },
    footer = {
      "",
      "Examples:",
      "  emoglot models",
      "  emoglot models --json | jq -r '.models[] | select(.languages > 50) | .name'"
    })
final class ModelsCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<NamedModel> models = NamedModel.all(Surroundings.ofThisProcess());
    output.result(Map.of("models", models), () -> asText(models));
    return ExitCode.DONE;
  }

  private static String asText(List<NamedModel> models) {
    TextTable table =
        TextTable.of("name", "is", "family", "parameters", "languages", "here", "licence", "heard");
    for (NamedModel model : models) {
      boolean here = model.kind() != NamedModel.Kind.HUB || !model.folder().isEmpty();
      table.row(
          model.name(),
          model.kind(),
          model.family(),
          model.millionParameters() > 0 ? model.millionParameters() + " M" : "",
          model.languages() > 0 ? model.languages() : "",
          here ? "yes" : "no",
          model.licence(),
          model.heard());
    }
    return table.toString();
  }
}
