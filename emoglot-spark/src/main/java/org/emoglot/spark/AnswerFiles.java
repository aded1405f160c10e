package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.remote.RemoteFiles;

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
   * @param errors of the first few without an answer
   */
  record Summary(
      long files,
      long failed,
      long withoutSpeech,
      long uncertain,
      Map<String, Long> emotions,
      List<String> errors) {}

  private static final int MOST_ERRORS = 10;

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
   * Refuses a folder that is there, or cannot be.
   *
   * @throws InvalidInputException if something is there, or nothing can be written there
   */
  void requireFree() {
    if (exists(out)) {
      throw new InvalidInputException(
          "Expected nothing at %s, found %s: choose another --out, or remove it."
              .formatted(
                  out,
                  exists(out + "/_temporary")
                      ? "the beginning of a job that was stopped, or goes on"
                      : "something there"));
    }
    requireWritable();
  }

  /** Else Spark fails after all the work, with a long log. */
  private void requireWritable() {
    try {
      Path path = new Path(out);
      FileSystem files = RemoteFiles.of(path, spark.sessionState().newHadoopConf());
      if (!files.mkdirs(path) || !files.delete(path, true)) {
        throw new IOException("it cannot be made");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(out, e);
    }
  }

  private static InvalidInputException unusable(String folder, Exception why) {
    return new InvalidInputException(
        "Expected a folder that can be written to, found %.300s (%.200s)."
            .formatted(folder, String.valueOf(why.getMessage()).lines().findFirst().orElse("")),
        why);
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
        answered.map(new AnswerLines.Json(), Encoders.STRING()).write().text(out);
      } else {
        spark
            .createDataFrame(
                answered.javaRDD().flatMap(new AnswerLines.Csv(labels)),
                AnswerLines.columns(labels))
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
        emotions,
        totals.getLong(1) == 0 ? List.of() : errors(answers));
  }

  private static List<String> errors(Dataset<Row> answers) {
    return answers
        .filter(col(AnswerRows.ERROR).isNotNull())
        .sort(PATH)
        .limit(MOST_ERRORS)
        .select(AnswerRows.ERROR)
        .as(Encoders.STRING())
        .collectAsList();
  }

  private boolean exists(String folder) {
    try {
      Path path = new Path(folder);
      return RemoteFiles.of(path, spark.sessionState().newHadoopConf()).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(folder, e);
    }
  }

  private void remove(String folder) {
    try {
      Path path = new Path(folder);
      FileSystem files = RemoteFiles.of(path, spark.sessionState().newHadoopConf());
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }
}
