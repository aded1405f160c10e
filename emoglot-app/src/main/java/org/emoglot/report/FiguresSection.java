package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;

/** Every cell with its intervals, for reference. */
final class FiguresSection implements Section {

  @Override
  public String title() {
    return "Every figure";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    RunSet set = findings.set();
    PaperFigures paper = new PaperFigures(set.preset());
    List<String> header =
        new ArrayList<>(
            List.of("setting", "system", "UAR", "95 %", "Macro-F1", "95 %", "missing seeds"));
    if (paper.shown()) {
      header.add("paper: UAR / Macro-F1");
    }
    List<List<String>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<String> row = new ArrayList<>(List.of(setting, system));
        row.addAll(cell(findings, setting, system));
        row.add(Figures.join(set.missing(setting, system)));
        if (paper.shown()) {
          row.add(paper.of(setting, system));
        }
        rows.add(row);
      }
    }
    return List.of(Block.table("UAR and Macro-F1 of each system in each setting", header, rows));
  }

  private static List<String> cell(Findings findings, String setting, String system) {
    return findings
        .results()
        .cell(setting, system)
        .map(
            cell ->
                List.of(
                    (Figures.spread(cell.uar())
                            + " "
                            + TableSection.mark(findings, setting, system))
                        .strip(),
                    Figures.interval(cell.uar().interval()),
                    Figures.spread(cell.macroF1()),
                    Figures.interval(cell.macroF1().interval())))
        .orElse(List.of(Figures.MISSING, "", Figures.MISSING, ""));
  }
}
