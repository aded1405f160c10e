package org.emoglot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emoglot.grid.StudyResults;
import org.emoglot.io.AtomicFiles;
import org.emoglot.statistics.Measure;

/** Writes what a study of hyper-parameters has shown: Markdown, a CSV, and a figure a factor. */
public final class StudyReport {

  private static final List<String> FIGURES_OF_VARIANT =
      List.of("trainings", "UAR %", "deviation", "low", "high", "Macro-F1 %", "validation UAR %");

  private StudyReport() {}

  /**
   * Writes it.
   *
   * @param title of the page
   * @param folder takes study.md, variants.csv and the figures
   */
  public static void write(String title, StudyResults results, Path folder) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Note(about(results)));
    results.notes().forEach(note -> blocks.add(new Block.Note(note)));
    blocks.add(new Block.Heading("Variants"));
    blocks.add(
        Block.table(
            "The best by %s first. The best of several looks better than it is."
                .formatted(results.selection()),
            header(results),
            rows(results)));
    if (!results.factors().isEmpty()) {
      blocks.add(new Block.Heading("Settings one by one"));
    }
    for (StudyResults.Factor factor : results.factors()) {
      String name = factor.key().replaceAll("[^A-Za-z0-9.-]", "_");
      Block.Figure figure =
          new Block.Figure(name, "UAR by " + factor.key(), FactorChart.of(factor));
      AtomicFiles.writeString(
          folder.resolve(Report.FIGURES).resolve(name + ".svg"),
          figure.drawing().svgFile(figure.caption()));
      blocks.add(figure);
      blocks.add(
          Block.table(
              factor.key(),
              List.of("value", "variants", "trainings", "UAR %", "deviation", "low", "high"),
              factor.levels().stream().map(StudyReport::row).toList()));
    }
    AtomicFiles.writeString(folder.resolve("study.md"), MarkdownText.of(title, blocks));
    AtomicFiles.write(folder.resolve("variants.csv"), out -> csv(results, out));
  }

  /** The variants as a table of plain text. */
  public static String text(StudyResults results) {
    TextTable table = TextTable.of(header(results).toArray(String[]::new));
    rows(results).forEach(row -> table.row(row.toArray()));
    return about(results) + "\n\n" + table;
  }

  private static String about(StudyResults results) {
    return "%s on %s of the preset %s, seeds %s. UAR on the %s set, the mean over several tasks, with 95 %% interval, ranked by %s."
        .formatted(
            results.system(),
            String.join(", ", results.tasks()),
            results.preset(),
            String.join(", ", results.seeds().stream().map(String::valueOf).toList()),
            results.set().equals("all") ? "whole target" : "test",
            results.selection());
  }

  private static List<String> header(StudyResults results) {
    List<String> header = new ArrayList<>(List.of("variant"));
    results.factors().forEach(factor -> header.add(factor.key()));
    header.addAll(FIGURES_OF_VARIANT);
    return header;
  }

  private static List<List<String>> rows(StudyResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (StudyResults.Entry entry : results.ranking()) {
      List<String> row = new ArrayList<>(List.of(entry.variant()));
      results.factors().forEach(f -> row.add(entry.values().getOrDefault(f.key(), "")));
      row.add(String.valueOf(entry.trainings()));
      row.addAll(figures(entry.uar()));
      row.add(percent(entry.macroF1().mean()));
      row.add(percent(entry.validation().mean()));
      rows.add(row);
    }
    return rows;
  }

  private static List<String> row(StudyResults.Level level) {
    List<String> row =
        new ArrayList<>(
            List.of(
                level.value(),
                String.valueOf(level.variants()),
                String.valueOf(level.trainings())));
    row.addAll(figures(level.uar()));
    return row;
  }

  private static List<String> figures(Measure uar) {
    return List.of(
        percent(uar.mean()),
        percent(uar.spread().deviation()),
        percent(uar.interval().low()),
        percent(uar.interval().high()));
  }

  /** A dash without a value, such as the deviation of a single training. */
  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static void csv(StudyResults results, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(header(results));
    for (List<String> row : rows(results)) {
      csv.writeRecord(row);
    }
    csv.flush();
  }
}
