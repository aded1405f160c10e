package org.emoglot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Markup;

/** Writes what a set of runs has shown: a page, Markdown, a CSV and a LaTeX table, and figures. */
public final class Report {

  /** Folder of the figures, below that of the report. */
  static final String FIGURES = "figures";

  private static final String TITLE = "Emoglot: results";

  private Report() {}

  /**
   * Writes a report in the place of the one that is there, if any.
   *
   * @param folder for report.html, report.md, results.csv, table.tex and the figures, and for such
   *     runs few-shot.csv, adapted.csv and corpora.csv
   * @param utterances by id, for results by corpus, speaker and gender; empty if not known
   * @param projections folders of projections that are shown too
   * @throws InvalidInputException if the folder holds anything but a report, or one of the others
   *     no projection; it is left as it was
   */
  public static void write(
      Path folder, RunSet set, Map<String, Utterance> utterances, List<Path> projections) {
    ReportFolder.replace(folder, fresh -> write(fresh, Findings.of(set, utterances, projections)));
  }

  private static void write(Path folder, Findings findings) {
    List<Block> blocks = Sections.of(findings);
    for (Block block : blocks) {
      if (block instanceof Block.Figure figure) {
        Path figures = folder.resolve(FIGURES);
        AtomicFiles.writeString(
            figures.resolve(figure.name() + ".svg"), figure.drawing().svgFile(figure.caption()));
        AtomicFiles.write(figures.resolve(figure.name() + ".png"), figure.drawing()::png);
      }
    }
    AtomicFiles.write(
        folder.resolve("results.csv"), out -> csv(findings.set(), findings.results(), out));
    if (!findings.curves().isEmpty()) {
      AtomicFiles.write(
          folder.resolve(FewShotSection.FILE), out -> FewShotSection.csv(findings.curves(), out));
    }
    List<AdaptedSection.Row> adapted = AdaptedSection.rows(findings.set());
    if (!adapted.isEmpty()) {
      AtomicFiles.write(
          folder.resolve(AdaptedSection.FILE), out -> AdaptedSection.csv(adapted, out));
    }
    if (!findings.corpora().isEmpty()) {
      AtomicFiles.write(
          folder.resolve(CorporaSection.FILE), out -> CorporaSection.csv(findings.corpora(), out));
    }
    AtomicFiles.writeString(folder.resolve("table.tex"), latex(Matrix.of(findings)));
    AtomicFiles.writeString(folder.resolve("report.md"), MarkdownText.of(TITLE, blocks));
    AtomicFiles.writeString(folder.resolve("report.html"), HtmlPage.of(TITLE, blocks));
  }

  /** Full precision, a row a cell; shares in [0, 1]. */
  private static void csv(RunSet set, Results results, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(
        "setting",
        "system",
        "set",
        "seeds",
        "missing_seeds",
        "items",
        "uar",
        "uar_sd",
        "uar_low",
        "uar_high",
        "macro_f1",
        "macro_f1_sd",
        "macro_f1_low",
        "macro_f1_high",
        "accuracy");
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        String missing = Figures.join(set.missing(setting, system));
        results
            .cell(setting, system)
            .ifPresentOrElse(
                cell ->
                    csv.writeRecord(
                        Stream.of(
                                setting,
                                system,
                                set.set(),
                                cell.runs(),
                                missing,
                                cell.items(),
                                cell.uar().mean(),
                                cell.uar().spread().deviation(),
                                cell.uar().interval().low(),
                                cell.uar().interval().high(),
                                cell.macroF1().mean(),
                                cell.macroF1().spread().deviation(),
                                cell.macroF1().interval().low(),
                                cell.macroF1().interval().high(),
                                cell.accuracy().mean())
                            .map(String::valueOf)
                            .toList()),
                () ->
                    csv.writeRecord(
                        setting, system, set.set(), "0", missing, "", "", "", "", "", "", "", "",
                        "", ""));
      }
    }
    csv.flush();
  }

  private static String latex(Block.Grid table) {
    return """
    %% needs \\usepackage{booktabs,xcolor}
    \\begin{table}
    \\caption{%s}
    \\begin{tabular}{%s}
    \\toprule
    %s\\midrule
    %s\\bottomrule
    \\end{tabular}
    \\end{table}
    """
        .formatted(
            Markup.latex(table.caption()),
            "l".repeat(table.header().size()),
            latexRow(table.header().stream().map(Markup::latex).toList()),
            table.rows().stream()
                .map(row -> latexRow(row.stream().map(Report::latex).toList()))
                .collect(Collectors.joining()));
  }

  private static String latexRow(List<String> cells) {
    return String.join(" & ", cells) + " \\\\\n";
  }

  private static String latex(Block.Cell cell) {
    String text = Markup.latex(cell.text());
    return (cell.strong() ? "\\textbf{" + text + "}" : text)
        + (cell.aside().isEmpty() ? "" : " \\textcolor{gray}{" + Markup.latex(cell.aside()) + "}");
  }
}
