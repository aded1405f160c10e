package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.io.Json;
import org.emoglot.io.Markup;

/**
 * A folder of answers. Every recording is asked about once: Parquet is written as it comes, and
 * other formats, and the counts, are made of that.
 */
final class AnswerFiles {

  /** What is written. */
  enum Format {
    /** One row a recording: path, and the members of {@link AnswerRows}. */
    PARQUET,
    /** As {@code emoglot predict --format csv}: rows of recordings, and of their segments. */
    CSV,
    /** As {@code emoglot predict --format jsonl}: one line a recording. */
    JSONL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was written.
   *
   * @param files recordings with an answer
   * @param failed recordings without
   * @param withoutSpeech of those with an answer
   * @param uncertain of those with an answer
   * @param emotions how often each is the answer
   */
  record Summary(
      long files, long failed, long withoutSpeech, long uncertain, Map<String, Long> emotions) {}

  static final String PATH = "path";

  private final SparkSession spark;
  private final String out;
  private final Format format;

  AnswerFiles(SparkSession spark, String out, Format format) {
    this.spark = spark;
    this.out = out;
    this.format = format;
  }

  /**
   * Refuses a folder that is there.
   *
   * @throws InvalidInputException if something is there
   */
  void requireFree() {
    if (exists(out)) {
      throw new InvalidInputException(
          "Expected nothing at %s, found something there: choose another --out, or remove it."
              .formatted(out));
    }
  }

  /**
   * Writes answers; the folder has a file {@code _SUCCESS} when all are there.
   *
   * @param answers with the columns path and those of {@link AnswerRows}
   * @param labels that the model tells apart
   */
  Summary write(Dataset<Row> answers, List<String> labels) {
    if (format == Format.PARQUET) {
      answers.write().mode(SaveMode.ErrorIfExists).parquet(out);
      return summary(spark.read().parquet(out), labels);
    }
    String staged = out.replaceAll("/+$", "") + ".unfinished";
    try {
      answers.write().mode(SaveMode.Overwrite).parquet(staged);
      Dataset<Row> all = spark.read().parquet(staged);
      Dataset<Row> answered = all.filter(col(AnswerRows.ERROR).isNull());
      if (format == Format.JSONL) {
        answered.map(new Line(), Encoders.STRING()).write().text(out);
      } else {
        spark
            .createDataFrame(answered.javaRDD().flatMap(new Cells(labels)::call), columns(labels))
            .write()
            .option("header", "true")
            .option("escape", "\"")
            .option("emptyValue", "")
            .csv(out);
      }
      return summary(all, labels);
    } finally {
      remove(staged);
    }
  }

  /** Counts what is in a table of answers. */
  static Summary summary(Dataset<Row> answers, List<String> labels) {
    Row totals =
        answers
            .agg(
                count(lit(1)),
                count(col(AnswerRows.ERROR)),
                sum(when(col(AnswerRows.SPEECH).equalTo(false), 1).otherwise(0)),
                sum(when(col(AnswerRows.UNCERTAIN).equalTo(true), 1).otherwise(0)))
            .first();
    Map<String, Long> emotions = new LinkedHashMap<>();
    labels.forEach(label -> emotions.put(label, 0L));
    for (Row row :
        answers
            .filter(col(AnswerRows.LABEL).isNotNull())
            .groupBy(AnswerRows.LABEL)
            .count()
            .collectAsList()) {
      emotions.put(row.getString(0), row.getLong(1));
    }
    boolean none = totals.getLong(0) == 0;
    return new Summary(
        totals.getLong(0) - totals.getLong(1),
        totals.getLong(1),
        none ? 0 : totals.getLong(2),
        none ? 0 : totals.getLong(3),
        emotions);
  }

  private boolean exists(String folder) {
    try {
      Path path = new Path(folder);
      return path.getFileSystem(spark.sessionState().newHadoopConf()).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected a folder to write to, found %.300s (%.200s).".formatted(folder, e.getMessage()),
          e);
    }
  }

  private void remove(String folder) {
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(spark.sessionState().newHadoopConf());
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }

  private static StructType columns(List<String> labels) {
    StructType columns = new StructType();
    List<String> names = new ArrayList<>(List.of(PATH, "start", "end", "label", "uncertain"));
    labels.forEach(label -> names.add(Markup.cell(label)));
    names.add("answers");
    for (String name : names) {
      columns = columns.add(name, DataTypes.StringType);
    }
    return columns;
  }

  private static final class Line implements MapFunction<Row, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String call(Row row) {
      return Json.writeLine(AnswerRows.json(row.getAs(PATH), row));
    }
  }

  private static final class Cells implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final List<String> labels;

    Cells(List<String> labels) {
      this.labels = new ArrayList<>(labels);
    }

    @Override
    public Iterator<Row> call(Row row) {
      String path = row.getAs(PATH);
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
