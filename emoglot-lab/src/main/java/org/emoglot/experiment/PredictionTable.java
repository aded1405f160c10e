package org.emoglot.experiment;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Prediction;
import org.emoglot.corpus.Table;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.metric.Answers;

/** What was predicted for each utterance, so that systems can be compared item by item. */
public final class PredictionTable {

  public static final String FILE = "predictions.csv";

  private static final double SMALL = 0.001;

  private PredictionTable() {}

  /**
   * Six decimals; a small one with its exponent, so that the probabilities before temperature
   * scaling follow from the table, whatever the temperature.
   */
  private static String written(double probability) {
    return String.format(Locale.ROOT, probability < SMALL ? "%.5e" : "%.6f", probability);
  }

  /** Columns: utt_id, split, label, predicted, and the probability of each label. */
  public static void write(
      Path file, LabelSet labels, List<Utterance> utterances, List<Prediction> predictions) {
    AtomicFiles.write(
        file,
        out -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          List<String> header = new ArrayList<>(List.of("utt_id", "split", "label", "predicted"));
          header.addAll(labels.names());
          csv.writeRecord(header);
          for (int i = 0; i < utterances.size(); i++) {
            Utterance utterance = utterances.get(i);
            Prediction prediction = predictions.get(i);
            List<String> row =
                new ArrayList<>(
                    List.of(
                        utterance.id(),
                        utterance.split().id(),
                        utterance.label(),
                        prediction.label()));
            for (String name : labels.names()) {
              row.add(written(prediction.score(name)));
            }
            csv.writeRecord(row);
          }
          csv.flush();
        });
  }

  /**
   * Reads what was answered to each utterance.
   *
   * @param test whether to those of the test split alone
   * @throws InvalidInputException if the file is missing or damaged
   */
  public static Answers answers(Path file, LabelSet labels, boolean test) {
    Table table =
        Table.read(file)
            .requiring(
                List.of(
                    List.of("utt_id"), List.of("split"), List.of("label"), List.of("predicted")));
    List<Table.Row> rows =
        table.rows().stream()
            .filter(row -> !test || row.text("split").equals(Split.TEST.id()))
            .toList();
    try {
      return Answers.of(
          labels,
          rows.stream().map(row -> row.text("utt_id")).toList(),
          rows.stream().map(row -> row.text("label")).toList(),
          rows.stream().map(row -> row.text("predicted")).toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected predictions of distinct utterances in %s, found: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
