package org.emoglot.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.io.Markup;

/** Answers in the formats of the command line. */
final class AnswerLines {

  private AnswerLines() {}

  /** The columns of CSV. */
  static StructType columns(List<String> labels) {
    StructType columns = new StructType();
    List<String> names =
        new ArrayList<>(List.of(AnswerFiles.PATH, "start", "end", "label", "uncertain"));
    labels.forEach(label -> names.add(Markup.cell(label)));
    names.add("answers");
    for (String name : names) {
      columns = columns.add(name, DataTypes.StringType);
    }
    return columns;
  }

  /** As {@code --format jsonl}. */
  static final class Json implements MapFunction<Row, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String call(Row row) {
      return org.emoglot.io.Json.writeLine(AnswerRows.json(row.getAs(AnswerFiles.PATH), row));
    }
  }

  /** As {@code --format csv}: a row of the recording, and of each of its segments. */
  static final class Csv implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final List<String> labels;

    Csv(List<String> labels) {
      this.labels = new ArrayList<>(labels);
    }

    @Override
    public Iterator<Row> call(Row row) {
      String path = row.getAs(AnswerFiles.PATH);
      List<Row> rows = new ArrayList<>();
      rows.add(row(path, "", "", AnswerRows.prediction(row)));
      for (Timeline.Part part : AnswerRows.parts(row)) {
        rows.add(
            row(
                path,
                number("%.3f", part.segment().startSeconds()),
                number("%.3f", part.segment().endSeconds()),
                part.prediction()));
      }
      return rows.iterator();
    }

    private Row row(String path, String start, String end, Prediction prediction) {
      List<Object> cells = new ArrayList<>(List.of(path, start, end));
      cells.add(prediction.speech() ? Markup.cell(prediction.label()) : "");
      cells.add(String.valueOf(prediction.uncertain()));
      for (String label : labels) {
        cells.add(prediction.speech() ? number("%.6f", prediction.score(label)) : "");
      }
      cells.add(Markup.cell(String.join("|", prediction.answers())));
      return RowFactory.create(cells.toArray());
    }

    private static String number(String form, double value) {
      return String.format(Locale.ROOT, form, value);
    }
  }
}
