package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.statistics.CellStatistics;

/** The table of the paper: settings by systems, with every setting in full. */
final class TableSection implements Section {

  private static final String LOCAL = "local";

  @Override
  public String title() {
    return "Systems and settings";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    return List.of(
        table(findings),
        new Block.Note(reading(findings.set())),
        new Block.Figure(
            "uar",
            "UAR in percent, with 95 % intervals",
            Charts.uar(findings.set(), findings.results())));
  }

  private static String reading(RunSet set) {
    return "Mean over seeds ± standard deviation over seeds, in percent; in brackets the 95 %"
        + " interval of the mean over other clips of the same speakers (bootstrap, stratified by"
        + " emotion). Marks: UAR differs from that of "
        + reference(set)
        + " by the paired permutation test, Holm-corrected over the settings, * below 0.05, **"
        + " below 0.01."
        + (new PaperFigures(set.preset()).shown() ? paperNote(set) : "");
  }

  private static String paperNote(RunSet set) {
    return set.preset().equals(LOCAL)
        ? " The column of the paper is of other corpora and no yardstick."
        : " The column of the paper holds UAR, or UAR / Macro-F1 where it tells both.";
  }

  /** What the others are marked against: baseline2, as in the paper. */
  private static String reference(RunSet set) {
    String baseline = TrainingSystem.BASELINE2.id();
    return set.systems().contains(baseline) ? baseline : set.systems().get(0);
  }

  static Block.Grid table(Findings findings) {
    RunSet set = findings.set();
    PaperFigures paper = new PaperFigures(set.preset());
    List<String> header =
        new ArrayList<>(
            List.of("setting", "system", "UAR", "95 %", "Macro-F1", "95 %", "missing seeds"));
    if (paper.shown()) {
      header.add(set.preset().equals(LOCAL) ? "the paper, other corpora" : "the paper");
    }
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<String> row = new ArrayList<>(List.of(setting, system));
        row.addAll(cell(findings, setting, system));
        row.add(Figures.join(set.missing(setting, system)));
        rows.add(with(paper, row, setting, system));
      }
    }
    for (String system : set.systems()) {
      List<String> row =
          List.of(
              "mean",
              system,
              mean(findings, system, cell -> cell.uar().mean()),
              "",
              mean(findings, system, cell -> cell.macroF1().mean()),
              "",
              "");
      rows.add(with(paper, row, PaperFigures.MEAN, system));
    }
    return new Block.Grid("UAR and Macro-F1 of each system in each setting", header, rows);
  }

  private static List<String> cell(Findings findings, String setting, String system) {
    return findings
        .results()
        .cell(setting, system)
        .map(
            cell ->
                List.of(
                    (Figures.spread(cell.uar()) + " " + mark(findings, setting, system)).strip(),
                    Figures.interval(cell.uar().interval()),
                    Figures.spread(cell.macroF1()),
                    Figures.interval(cell.macroF1().interval())))
        .orElse(List.of(Figures.MISSING, "", Figures.MISSING, ""));
  }

  private static List<String> with(
      PaperFigures paper, List<String> row, String setting, String system) {
    return paper.shown()
        ? Stream.concat(row.stream(), Stream.of(paper.of(setting, system))).toList()
        : row;
  }

  private static String mark(Findings findings, String setting, String system) {
    String reference = reference(findings.set());
    return Stream.concat(
            findings.results().pair(setting, system, reference).stream(),
            findings.results().pair(setting, reference, system).stream())
        .map(Pair::mark)
        .findFirst()
        .orElse("");
  }

  /** Over the settings; only a mean over all of them can be compared. */
  private static String mean(
      Findings findings, String system, Function<CellStatistics, Double> value) {
    List<String> settings = findings.set().settings();
    List<Double> values =
        settings.stream()
            .flatMap(setting -> findings.results().cell(setting, system).stream())
            .map(value)
            .toList();
    return values.size() < settings.size()
        ? Figures.MISSING
        : Figures.percent(values.stream().mapToDouble(v -> v).average().orElse(Double.NaN));
  }
}
