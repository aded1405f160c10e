package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.statistics.CellStatistics;

/**
 * UAR with settings as rows and systems as columns. The best system of a row that has not seen the
 * target is bold, and the paper's figure is beside each in grey.
 */
final class Matrix {

  private Matrix() {}

  static Block.Grid of(Findings findings) {
    RunSet set = findings.set();
    PaperFigures paper = new PaperFigures(set.preset());
    List<String> header = new ArrayList<>(List.of("setting"));
    header.addAll(set.systems());
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      rows.add(
          row(
              set,
              setting,
              system ->
                  findings.results().cell(setting, system).stream()
                      .mapToDouble(cell -> cell.uar().mean())
                      .findFirst(),
              system ->
                  findings
                      .results()
                      .cell(setting, system)
                      .map(cell -> text(findings, setting, system, cell))
                      .orElse(Figures.MISSING),
              paper));
    }
    rows.add(
        row(
            set,
            PaperFigures.MEAN,
            system -> findings.meanUar(system),
            system -> Figures.percent(findings.meanUar(system).orElse(Double.NaN)),
            paper));
    String caption =
        "UAR in percent, by setting and system"
            + (paper.shown() ? "; in grey the values of the paper" : "")
            + (paper.ofOtherCorpora() ? ", on other corpora" : "");
    return new Block.Grid(caption, header, rows);
  }

  private static List<Block.Cell> row(
      RunSet set,
      String setting,
      Function<String, OptionalDouble> uar,
      Function<String, String> text,
      PaperFigures paper) {
    List<Block.Cell> row = new ArrayList<>(List.of(Block.Cell.of(setting)));
    double best =
        set.systems().stream()
            .filter(system -> TrainingSystem.of(system).zeroShot())
            .flatMapToDouble(system -> uar.apply(system).stream())
            .max()
            .orElse(Double.NaN);
    for (String system : set.systems()) {
      boolean strong =
          TrainingSystem.of(system).zeroShot() && uar.apply(system).orElse(Double.NaN) == best;
      row.add(new Block.Cell(text.apply(system), strong, paper.uar(setting, system)));
    }
    return row;
  }

  private static String text(
      Findings findings, String setting, String system, CellStatistics cell) {
    return (Figures.spread(cell.uar()) + " " + TableSection.mark(findings, setting, system))
        .strip();
  }
}
