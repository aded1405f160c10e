package org.emoglot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the trainings went. */
final class TrainingSection implements Section {

  @Override
  public String title() {
    return "Training";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    Map<List<String>, List<Run>> bySettings = new LinkedHashMap<>();
    for (RunGroup group : findings.set().groups()) {
      group.runs().stream()
          .filter(run -> !run.record().training().history().isEmpty())
          .forEach(
              run -> bySettings.computeIfAbsent(group.settings(), k -> new ArrayList<>()).add(run));
    }
    if (bySettings.isEmpty()) {
      return List.of(new Block.Note("The runs contain no validation history."));
    }
    List<Block> figures = new ArrayList<>();
    bySettings.forEach(
        (settings, runs) ->
            figures.add(
                new Block.Figure(
                    RunGroup.fileName("training-" + String.join("-", settings)),
                    String.join(", ", settings)
                        + ": UAR on validation speech of the training languages, percent",
                    TrainingChart.of(runs, findings.set().systems(), findings.set().chance()))));
    return figures;
  }
}
