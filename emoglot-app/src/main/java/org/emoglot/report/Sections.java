package org.emoglot.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.corpus.Utterance;
import org.emoglot.experiment.RunRecord;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.McNemar;

/** The content of a report, section by section. */
final class Sections {

  private static final String MISSING = "missing";

  private final RunSet set;
  private final Results results;
  private final Map<String, Utterance> utterances;
  private final PaperFigures paper;
  private final List<FewShotCurves.Curve> curves;
  private final List<CorporaSection.Row> corpora;

  Sections(RunSet set, Results results, Map<String, Utterance> utterances) {
    this.set = set;
    this.results = results;
    this.utterances = utterances;
    paper = new PaperFigures(set.preset());
    curves = FewShotCurves.of(set.curves());
    corpora = CorporaSection.rows(set, utterances);
  }

  List<FewShotCurves.Curve> curves() {
    return curves;
  }

  List<CorporaSection.Row> corpora() {
    return corpora;
  }

  List<Block> all() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Note(summary()));
    blocks.add(new Block.Heading("Systems and settings"));
    blocks.add(table());
    blocks.add(new Block.Note(reading()));
    blocks.add(
        new Block.Figure("uar", "UAR in percent, with 95 % intervals", Charts.uar(set, results)));
    blocks.addAll(FewShotSection.of(curves));
    blocks.add(new Block.Heading("Ablations"));
    blocks.add(ablations());
    blocks.add(new Block.Heading("Paired tests"));
    blocks.add(tests());
    blocks.add(new Block.Heading("Recall of each emotion"));
    blocks.add(recall());
    blocks.add(new Block.Heading("Confusion matrices"));
    blocks.add(new Block.Note("Over all settings and seeds; rows are the truth, in percent."));
    blocks.addAll(confusion());
    blocks.addAll(CorporaSection.of(corpora));
    blocks.add(new Block.Heading("Speakers and genders"));
    blocks.addAll(groups());
    blocks.add(new Block.Heading("Calibration"));
    blocks.addAll(calibration());
    blocks.add(new Block.Heading("Training"));
    blocks.addAll(training());
    blocks.add(new Block.Heading("Provenance and audit"));
    blocks.add(provenance());
    return blocks;
  }

  private String summary() {
    int cells = set.settings().size() * set.systems().size() * set.seeds().size();
    String part =
        switch (set.set()) {
          case RunRecord.TEST -> "the test split of the target";
          case RunRecord.HELD_OUT ->
              "the target outside its training split, and its test split for the upper bound";
          default -> "the whole target corpus, and its test split for the upper bound";
        };
    String shared =
        set.trainings() == set.runs().size()
            ? ""
            : " Settings with the same target share trainings where nothing depends on the source:"
                + " their rows are equal, and no evidence of their own.";
    return "%d of %d cells%s are filled, by %d trainings.%s Figures are of %s."
        .formatted(
            set.runs().size(),
            cells,
            set.preset().isEmpty() ? "" : " of the preset " + set.preset(),
            set.trainings(),
            shared,
            part);
  }

  private String reading() {
    return "Mean over seeds ± standard deviation over seeds, in percent; in brackets the 95 %"
        + " interval of the mean over other clips of the same speakers (bootstrap, stratified by"
        + " emotion). Marks: UAR differs from that of "
        + reference()
        + " by the paired permutation test, Holm-corrected over the settings, * below 0.05, **"
        + " below 0.01."
        + (paper.shown() ? paperNote() : "");
  }

  private String paperNote() {
    return set.preset().equals("local")
        ? " The column of the paper is of other corpora and no yardstick."
        : " The column of the paper holds UAR, or UAR / Macro-F1 where it tells both.";
  }

  /** What the others are marked against: baseline2, as in the paper. */
  private String reference() {
    String baseline = TrainingSystem.BASELINE2.id();
    return set.systems().contains(baseline) ? baseline : set.systems().get(0);
  }

  /** The table of the paper: settings by systems. */
  Block.Grid table() {
    List<String> header =
        new ArrayList<>(
            List.of("setting", "system", "UAR", "95 %", "Macro-F1", "95 %", "missing seeds"));
    if (paper.shown()) {
      header.add(set.preset().equals("local") ? "the paper, other corpora" : "the paper");
    }
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<String> row = new ArrayList<>(List.of(setting, system));
        row.addAll(
            results
                .cell(setting, system)
                .map(
                    cell ->
                        List.of(
                            Figures.spread(cell.uar()) + mark(setting, system),
                            Figures.interval(cell.uar().interval()),
                            Figures.spread(cell.macroF1()),
                            Figures.interval(cell.macroF1().interval())))
                .orElse(List.of(MISSING, "", MISSING, "")));
        row.add(join(set.missing(setting, system)));
        rows.add(withPaper(row, setting, system));
      }
    }
    for (String system : set.systems()) {
      List<String> row =
          List.of(
              "mean",
              system,
              mean(system, cell -> cell.uar().mean()),
              "",
              mean(system, cell -> cell.macroF1().mean()),
              "",
              "");
      rows.add(withPaper(row, PaperFigures.MEAN, system));
    }
    return new Block.Grid("UAR and Macro-F1 of each system in each setting", header, rows);
  }

  private List<String> withPaper(List<String> row, String setting, String system) {
    return paper.shown()
        ? Stream.concat(row.stream(), Stream.of(paper.of(setting, system))).toList()
        : row;
  }

  private String mark(String setting, String system) {
    return results.pairs().stream()
        .filter(pair -> pair.setting().equals(setting))
        .filter(
            pair ->
                pair.first().equals(system) && pair.second().equals(reference())
                    || pair.second().equals(system) && pair.first().equals(reference()))
        .map(pair -> " " + pair.mark())
        .findFirst()
        .orElse("")
        .stripTrailing();
  }

  /** Over the settings; only a mean over all of them can be compared. */
  private String mean(String system, Function<CellStatistics, Double> value) {
    List<Double> values =
        set.settings().stream()
            .flatMap(setting -> results.cell(setting, system).stream())
            .map(value)
            .toList();
    return values.size() < set.settings().size()
        ? MISSING
        : Figures.percent(values.stream().mapToDouble(v -> v).average().orElse(Double.NaN));
  }

  private Block ablations() {
    String proposed = TrainingSystem.PROPOSED.id();
    List<String> others =
        Stream.of(TrainingSystem.PROPOSED_NO_SPKADV, TrainingSystem.PROPOSED_NO_SUPCLR)
            .map(TrainingSystem::id)
            .filter(set.systems()::contains)
            .toList();
    if (others.isEmpty() || !set.systems().contains(proposed)) {
      return new Block.Note("There are no runs of the proposed system and its ablations.");
    }
    List<String> header = new ArrayList<>(List.of("setting"));
    others.forEach(other -> header.add(other + " less " + proposed));
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      List<String> row = new ArrayList<>(List.of(setting));
      for (String other : others) {
        row.add(
            results
                .pair(setting, other, proposed)
                .map(
                    pair ->
                        (Figures.pointInterval(pair.comparison().uar()) + " " + pair.mark())
                            .strip())
                .orElse(MISSING));
      }
      rows.add(row);
    }
    return new Block.Grid(
        "What each part adds: difference in UAR, points, with 95 % interval", header, rows);
  }

  private Block tests() {
    if (results.pairs().isEmpty()) {
      return new Block.Note("There are no two systems with the same seeds in a setting.");
    }
    List<List<String>> rows =
        results.pairs().stream()
            .map(
                pair ->
                    List.of(
                        pair.setting(),
                        pair.first() + " less " + pair.second(),
                        String.valueOf(pair.comparison().runs()),
                        Figures.pointInterval(pair.comparison().uar()),
                        Figures.pointInterval(pair.comparison().macroF1()),
                        Figures.p(pair.comparison().permutation().p()),
                        (Figures.p(pair.p()) + " " + pair.mark()).strip(),
                        pair.comparison().mcNemar().stream()
                            .map(McNemar::p)
                            .map(Figures::p)
                            .collect(Collectors.joining(" "))))
            .toList();
    return new Block.Grid(
        "Pairs of systems on the same clips and seeds; differences in points",
        List.of(
            "setting", "systems", "seeds", "UAR", "Macro-F1", "p", "p (Holm)", "McNemar by seed"),
        rows);
  }

  private Block recall() {
    List<String> labels = set.runs().get(0).answers().labels().names();
    List<String> header = new ArrayList<>(List.of("setting", "system"));
    header.addAll(labels);
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        results
            .cell(setting, system)
            .ifPresent(
                cell -> {
                  List<String> row = new ArrayList<>(List.of(setting, system));
                  cell.recall()
                      .forEach(
                          (label, recall) ->
                              row.add(Figures.spread(recall) + " of " + cell.support().get(label)));
                  rows.add(row);
                });
      }
    }
    return new Block.Grid("Recall in percent, and number of clips", header, rows);
  }

  private List<Block> confusion() {
    List<Block> figures = new ArrayList<>();
    for (String system : set.systems()) {
      set.settings().stream()
          .flatMap(setting -> results.cell(setting, system).stream())
          .map(CellStatistics::confusion)
          .reduce(ConfusionMatrix::plus)
          .ifPresent(
              matrix ->
                  figures.add(
                      new Block.Figure(
                          "confusion-" + system,
                          "Confusion of " + system,
                          Charts.confusion(matrix))));
    }
    return figures;
  }

  private List<Block> groups() {
    if (utterances.isEmpty()) {
      return List.of(
          new Block.Note("Left out: who speaks stands in the manifests, and none were given."));
    }
    return List.of(
        groups("UAR by speaker, in percent", Utterance::globalSpeaker),
        groups(
            "UAR by gender, in percent",
            utterance -> utterance.gender().id().isEmpty() ? "unknown" : utterance.gender().id()));
  }

  private Block groups(String caption, Function<Utterance, String> group) {
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<Answers> runs = set.cell(setting, system).stream().map(Run::answers).toList();
        if (runs.isEmpty()) {
          continue;
        }
        SortedMap<String, CellStatistics> by =
            CellStatistics.by(
                id -> utterances.containsKey(id) ? group.apply(utterances.get(id)) : "unknown",
                runs,
                AbsentClass.SKIP,
                BootstrapOptions.DEFAULT);
        by.forEach(
            (name, cell) ->
                rows.add(
                    List.of(
                        setting,
                        system,
                        name,
                        String.valueOf(cell.items()),
                        Figures.spread(cell.uar()),
                        Figures.interval(cell.uar().interval()))));
      }
    }
    return new Block.Grid(
        caption, List.of("setting", "system", "group", "clips", "UAR", "95 %"), rows);
  }

  private List<Block> calibration() {
    List<List<String>> rows = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    for (String system : set.systems()) {
      for (String setting : set.settings()) {
        List<Run> runs = set.cell(setting, system);
        if (!runs.isEmpty()) {
          rows.add(
              List.of(
                  setting,
                  system,
                  mean(runs, run -> run.calibration().ece()),
                  mean(runs, run -> run.calibration().confidence()),
                  mean(runs, run -> run.calibration().accuracy())));
          String name = setting + "-" + system;
          blocks.add(
              new Block.Figure(
                  "reliability-" + name.replaceAll("[^A-Za-z0-9-]", "_"),
                  "%s, %s, seed %d: reliability".formatted(setting, system, runs.get(0).seed()),
                  Charts.reliability(runs.get(0).calibration())));
        }
      }
    }
    blocks.add(
        0,
        new Block.Grid(
            "Expected calibration error over ten bins, mean over seeds, in percent",
            List.of("setting", "system", "ECE", "confidence", "accuracy"),
            rows));
    return blocks;
  }

  private static String mean(List<Run> runs, Function<Run, Double> value) {
    return Figures.percent(runs.stream().mapToDouble(value::apply).average().orElse(Double.NaN));
  }

  private List<Block> training() {
    List<Block> figures = new ArrayList<>();
    for (String setting : set.settings()) {
      List<Run> runs =
          set.runs().stream()
              .filter(run -> run.setting().equals(setting))
              .filter(run -> !run.record().training().history().isEmpty())
              .toList();
      if (!runs.isEmpty()) {
        figures.add(
            new Block.Figure(
                "training-" + setting.replaceAll("[^A-Za-z0-9-]", "_"),
                setting + ": UAR on validation speech of the training languages, percent",
                Charts.training(runs, set.systems())));
      }
    }
    return figures.isEmpty()
        ? List.of(new Block.Note("The runs hold no validation history."))
        : figures;
  }

  private Block provenance() {
    List<List<String>> rows =
        Stream.concat(set.runs().stream(), set.curves().stream().filter(run -> run.shots() > 0))
            .map(
                run -> {
                  RunRecord record = run.record();
                  return List.of(
                      run.setting(),
                      run.system() + (run.shots() > 0 ? ", k = " + run.shots() : ""),
                      String.valueOf(run.seed()),
                      record.audit().clean() ? "clean" : join(record.audit().violations()),
                      "%d of %d from access %d on"
                          .formatted(
                              record.audit().target().opens(),
                              record.audit().opens(),
                              record.audit().target().firstIndex() + 1),
                      record.heard().mark().name().toLowerCase(java.util.Locale.ROOT),
                      record.backbone().name() + " " + RunSet.shorten(record.backbone().sha256()),
                      String.valueOf(record.training().bestStep()),
                      RunSet.shorten(record.protocolHash()),
                      RunSet.shorten(record.settingsHash()),
                      record.provenance().emoglot()
                          + " "
                          + RunSet.shorten(record.provenance().commit()),
                      record.provenance().java(),
                      record.provenance().time());
                })
            .toList();
    return new Block.Grid(
        "Each run: audit of audio access, what the backbone had heard, hashes and versions",
        List.of(
            "setting",
            "system",
            "seed",
            "audit",
            "target opened",
            "target heard",
            "backbone",
            "best step",
            "protocol",
            "settings",
            "emoglot",
            "Java",
            "finished"),
        rows);
  }

  static String join(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
