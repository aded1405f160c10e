package org.emoglot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.data.Utterance;
import org.emoglot.io.Markup;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;

/** The section on targets that several corpora cover: each corpus by itself. */
final class CorporaSection implements Section {

  /** The file of the figures, in the folder of a report. */
  static final String FILE = "corpora.csv";

  /**
   * One corpus in one cell of the table, or in all cells that share their trainings.
   *
   * @param settings of these cells, at least one
   */
  record Row(List<String> settings, String system, String corpus, CellStatistics cell) {}

  /**
   * The corpora of every cell with several corpora in its target.
   *
   * @param utterances by id, where they are known; else the corpus is what an id begins with
   */
  static List<Row> rows(RunSet set, Map<String, Utterance> utterances) {
    List<Row> rows = new ArrayList<>();
    for (RunGroup group : set.groups()) {
      List<Answers> runs = group.runs().stream().map(Run::answers).toList();
      if (runs.get(0).items().stream().map(id -> corpus(id, utterances)).distinct().count() > 1) {
        CellStatistics.by(
                id -> corpus(id, utterances), runs, AbsentClass.SKIP, BootstrapOptions.DEFAULT)
            .forEach(
                (corpus, cell) ->
                    rows.add(new Row(group.settings(), group.system(), corpus, cell)));
      }
    }
    return rows;
  }

  private static String corpus(String id, Map<String, Utterance> utterances) {
    Utterance utterance = utterances.get(id);
    return utterance == null ? id.substring(0, Math.max(0, id.indexOf('/'))) : utterance.corpus();
  }

  @Override
  public String title() {
    return "Corpora of the target";
  }

  /** Nothing where every target is one corpus. */
  @Override
  public List<Block> blocks(Findings findings) {
    List<Row> rows = findings.corpora();
    return rows.isEmpty()
        ? List.of()
        : List.of(
            Block.table(
                "UAR by corpus, in percent",
                List.of("settings", "system", "corpus", "clips", "UAR", "95 %", "Macro-F1"),
                rows.stream()
                    .map(
                        row ->
                            List.of(
                                String.join(", ", row.settings()),
                                row.system(),
                                row.corpus(),
                                String.valueOf(row.cell().items()),
                                Figures.spread(row.cell().uar()),
                                Figures.interval(row.cell().uar().interval()),
                                Figures.spread(row.cell().macroF1())))
                    .toList()));
  }

  /** Full precision, a row a corpus and cell of the table; shares in [0, 1]. */
  static void csv(List<Row> rows, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(
        "setting", "system", "corpus", "seeds", "items", "uar", "uar_low", "uar_high", "macro_f1");
    for (Row row : rows) {
      for (String setting : row.settings()) {
        csv.writeRecord(
            Stream.of(
                    setting,
                    row.system(),
                    Markup.cell(row.corpus()),
                    row.cell().runs(),
                    row.cell().items(),
                    row.cell().uar().mean(),
                    row.cell().uar().interval().low(),
                    row.cell().uar().interval().high(),
                    row.cell().macroF1().mean())
                .map(String::valueOf)
                .toList());
      }
    }
    csv.flush();
  }
}
