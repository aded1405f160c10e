package org.emoglot.experiment;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Markup;
import org.emoglot.metric.Answers;

/** What was predicted for each utterance, so that systems can be compared item by item. */
public final class PredictionTable {

  public static final String FILE = "predictions.csv";

  /** The columns before the labels. */
  private static final List<String> FIRST = List.of("utt_id", "split", "label", "predicted");

  private static final double SMALL = 0.001;

  private PredictionTable() {}

  /**
   * Six decimals; a small one with its exponent, so that the probabilities before temperature
   * scaling follow from the table, whatever the temperature.
   */
  private static String written(double probability) {
    return String.format(Locale.ROOT, probability < SMALL ? "%.5e" : "%.6f", probability);
  }

  /**
   * The content of the file.
   *
   * @param labels in the order of the columns
   * @param rows in the order of the file
   */
  public record Content(LabelSet labels, List<Row> rows) {

    public Content {
      rows = List.copyOf(rows);
    }

    /** The answers of some of the rows; utterances must be distinct. */
    public Answers answers(Predicate<Row> which) {
      List<Row> some = rows.stream().filter(which).toList();
      return Answers.of(
          labels,
          some.stream().map(Row::id).toList(),
          some.stream().map(Row::label).toList(),
          some.stream().map(Row::predicted).toList());
    }
  }

  /**
   * One utterance.
   *
   * @param id of the utterance
   * @param split part of its corpus
   * @param label the truth
   * @param predicted the answer
   * @param probabilities (K), in the order of the labels
   */
  @SuppressWarnings("ArrayRecordComponent") // a row among thousands, compared by nobody
  public record Row(
      String id, String split, String label, String predicted, double[] probabilities) {}

  /** Columns: utt_id, split, label, predicted, and the probability of each label. */
  public static void write(
      Path file, LabelSet labels, List<Utterance> utterances, List<Prediction> predictions) {
    AtomicFiles.write(
        file,
        out -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          List<String> header = new ArrayList<>(FIRST);
          labels.names().forEach(name -> header.add(Markup.cell(name)));
          csv.writeRecord(header);
          for (int i = 0; i < utterances.size(); i++) {
            Utterance utterance = utterances.get(i);
            Prediction prediction = predictions.get(i);
            List<String> row =
                new ArrayList<>(
                    List.of(
                        Markup.cell(utterance.id()),
                        utterance.split().id(),
                        Markup.cell(utterance.label()),
                        Markup.cell(prediction.label())));
            for (String name : labels.names()) {
              row.add(written(prediction.score(name)));
            }
            csv.writeRecord(row);
          }
          csv.flush();
        });
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInputException if the file is missing or damaged
   */
  public static Content read(Path file) {
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      List<String> header = List.of();
      List<Row> rows = new ArrayList<>();
      for (CsvRecord fields : csv) {
        if (header.isEmpty()) {
          header = header(file, fields.getFields());
        } else {
          rows.add(row(file, fields, header.size()));
        }
      }
      if (header.isEmpty()) {
        throw new InvalidInputException(
            "Expected the columns %s and one for each label in %s, found an empty file."
                .formatted(String.join(", ", FIRST), file));
      }
      return new Content(new LabelSet(header.subList(FIRST.size(), header.size())), rows);
    } catch (CsvParseException e) {
      throw new InvalidInputException(
          "Expected CSV in %s, found: %s.".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable table of predictions in %s, found an error (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static List<String> header(Path file, List<String> fields) {
    List<String> header = fields.stream().map(Markup::cellText).toList();
    if (header.size() <= FIRST.size() || !header.subList(0, FIRST.size()).equals(FIRST)) {
      throw new InvalidInputException(
          "Expected the columns %s and one for each label in %s, found %s."
              .formatted(String.join(", ", FIRST), file, String.join(", ", header)));
    }
    return header;
  }

  private static Row row(Path file, CsvRecord fields, int columns) {
    String place = "row %d of %s".formatted(fields.getStartingLineNumber(), file);
    if (fields.getFieldCount() != columns) {
      throw new InvalidInputException(
          "Expected %d fields in %s, found %d.".formatted(columns, place, fields.getFieldCount()));
    }
    double[] probabilities = new double[columns - FIRST.size()];
    for (int k = 0; k < probabilities.length; k++) {
      String text = fields.getField(FIRST.size() + k);
      try {
        probabilities[k] = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "Expected a probability in field %d of %s, found '%s'."
                .formatted(FIRST.size() + k + 1, place, text),
            e);
      }
    }
    return new Row(
        Markup.cellText(fields.getField(0)),
        fields.getField(1),
        Markup.cellText(fields.getField(2)),
        Markup.cellText(fields.getField(3)),
        probabilities);
  }

  /**
   * Reads what was answered to each utterance.
   *
   * @param labels that the answers are among
   * @param test whether only to those of the test split
   * @throws InvalidInputException if the file is missing or damaged
   */
  public static Answers answers(Path file, LabelSet labels, boolean test) {
    Content content = read(file);
    try {
      return new Content(labels, content.rows())
          .answers(row -> !test || row.split().equals(Split.TEST.id()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected predictions of distinct utterances in %s, found: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
