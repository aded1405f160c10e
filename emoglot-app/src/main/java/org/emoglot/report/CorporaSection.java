package org.emoglot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.emoglot.corpus.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;

/** The section on targets that several corpora cover: each corpus by itself. */
final class CorporaSection {

  /** The file of the figures, in the folder of a report. */
  static final String FILE = "corpora.csv";

  /** One corpus in one cell of the table. */
  record Row(String setting, String system, String corpus, CellStatistics cell) {}

  private CorporaSection() {}

  /**
   * The corpora of every cell whose target has several.
   *
   * @param utterances by id, where they are known; else the corpus is what an id begins with
   */
  static List<Row> rows(RunSet set, Map<String, Utterance> utterances) {
    List<Row> rows = new ArrayList<>();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<Answers> runs = set.cell(setting, system).stream().map(Run::answers).toList();
        if (!runs.isEmpty()
            && runs.get(0).items().stream().map(id -> corpus(id, utterances)).distinct().count()
                > 1) {
          SortedMap<String, CellStatistics> by =
              CellStatistics.by(
                  id -> corpus(id, utterances), runs, AbsentClass.SKIP, BootstrapOptions.DEFAULT);
          by.forEach((corpus, cell) -> rows.add(new Row(setting, system, corpus, cell)));
        }
      }
    }
    return rows;
  }

  private static String corpus(String id, Map<String, Utterance> utterances) {
    Utterance utterance = utterances.get(id);
    return utterance == null ? id.substring(0, Math.max(0, id.indexOf('/'))) : utterance.corpus();
  }

  /** Nothing where every target is one corpus. */
  static List<Block> of(List<Row> rows) {
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Heading("Corpora of the target"),
            new Block.Grid(
                "UAR by corpus, in percent",
                List.of("setting", "system", "corpus", "clips", "UAR", "95 %", "Macro-F1"),
                rows.stream()
                    .map(
                        row ->
                            List.of(
                                row.setting(),
                                row.system(),
                                row.corpus(),
                                String.valueOf(row.cell().items()),
                                Figures.spread(row.cell().uar()),
                                Figures.interval(row.cell().uar().interval()),
                                Figures.spread(row.cell().macroF1())))
                    .toList()));
  }

  /** Full precision, a row a corpus and cell; shares in [0, 1]. */
  static void csv(List<Row> rows, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(
        "setting", "system", "corpus", "seeds", "items", "uar", "uar_low", "uar_high", "macro_f1");
    for (Row row : rows) {
      csv.writeRecord(
          Stream.of(
                  row.setting(),
                  row.system(),
                  row.corpus(),
                  row.cell().runs(),
                  row.cell().items(),
                  row.cell().uar().mean(),
                  row.cell().uar().interval().low(),
                  row.cell().uar().interval().high(),
                  row.cell().macroF1().mean())
              .map(String::valueOf)
              .toList());
    }
    csv.flush();
  }
}
