package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.experiment.RunRecord;

/** What each training rests on. */
final class ProvenanceSection implements Section {

  private static final List<String> HEADER =
      List.of(
          "settings",
          "system",
          "seed",
          "audit",
          "target opened",
          "target heard",
          "backbone",
          "best step",
          "protocol",
          "hyper-parameters",
          "emoglot",
          "Java",
          "finished");

  @Override
  public String title() {
    return "Provenance and audit";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    return List.of(
        Block.table(
            "Each training: audit of audio accesses, what the backbone had heard, hashes and"
                + " versions",
            HEADER,
            Stream.concat(
                    findings.set().groups().stream()
                        .flatMap(
                            group -> group.runs().stream().map(run -> row(group.label(), run))),
                    fewShot(findings.set()))
                .toList()));
  }

  /** Each training once, whatever the number of settings that share it. */
  private static Stream<List<String>> fewShot(RunSet set) {
    Map<Path, List<Run>> trainings = new LinkedHashMap<>();
    set.curves().stream()
        .filter(run -> run.shots() > 0)
        .forEach(run -> trainings.computeIfAbsent(run.folder(), k -> new ArrayList<>()).add(run));
    return trainings.values().stream()
        .map(
            runs ->
                row(
                    runs.stream().map(Run::setting).collect(Collectors.joining(", ")),
                    runs.get(0)));
  }

  private static List<String> row(String settings, Run run) {
    RunRecord record = run.record();
    return List.of(
        settings,
        run.system() + (run.shots() > 0 ? ", k = " + run.shots() : ""),
        String.valueOf(run.seed()),
        record.audit().clean() ? "clean" : Figures.join(record.audit().violations()),
        "%d of %d from access %d on"
            .formatted(
                record.audit().target().opens(),
                record.audit().opens(),
                record.audit().target().firstIndex() + 1),
        record.heard().mark().name().toLowerCase(Locale.ROOT),
        record.backbone().name() + " " + Mixture.shorten(record.backbone().sha256()),
        String.valueOf(record.training().bestStep()),
        Mixture.shorten(record.protocolHash()),
        Mixture.shorten(record.settingsHash()),
        record.provenance().emoglot() + " " + Mixture.shorten(record.provenance().commit()),
        record.provenance().java(),
        record.provenance().time());
  }
}
