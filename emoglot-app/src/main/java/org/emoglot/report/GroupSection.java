package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emoglot.data.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;

/** Results by who speaks. */
final class GroupSection implements Section {

  private static final String UNKNOWN = "unknown";

  @Override
  public String title() {
    return "Speakers and genders";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    if (findings.utterances().isEmpty()) {
      return List.of(
          new Block.Note("Left out: the manifests name the speakers, and none were given."));
    }
    boolean genders =
        findings.utterances().values().stream()
            .anyMatch(utterance -> !utterance.gender().id().isEmpty());
    return List.of(
        table(findings, "UAR by speaker, in percent", Utterance::globalSpeaker),
        genders
            ? table(findings, "UAR by gender, in percent", GroupSection::gender)
            : new Block.Note("Genders are left out: the manifests do not contain them."));
  }

  private static String gender(Utterance utterance) {
    return utterance.gender().id().isEmpty() ? UNKNOWN : utterance.gender().id();
  }

  private static Block table(
      Findings findings, String caption, Function<Utterance, String> groupOf) {
    List<List<String>> rows = new ArrayList<>();
    for (RunGroup group : findings.set().groups()) {
      CellStatistics.by(
              id -> {
                Utterance utterance = findings.utterances().get(id);
                return utterance == null ? UNKNOWN : groupOf.apply(utterance);
              },
              group.runs().stream().map(Run::answers).toList(),
              AbsentClass.SKIP,
              BootstrapOptions.DEFAULT)
          .forEach(
              (name, cell) ->
                  rows.add(
                      List.of(
                          group.label(),
                          group.system(),
                          name,
                          String.valueOf(cell.items()),
                          Figures.spread(cell.uar()),
                          Figures.interval(cell.uar().interval()))));
    }
    return Block.table(
        caption, List.of("settings", "system", "group", "clips", "UAR", "95 %"), rows);
  }
}
