package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.AudioFiles;
import picocli.CommandLine.Option;

/**
 * A folder that fills: each recording in it is answered once. Spark's checkpoint says which were,
 * and the table of answers which of its files count, whenever and however a job ended.
 */
final class WatchOptions {

  /** What Spark's source of binary files gives. */
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("modificationTime", DataTypes.TimestampType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  @Option(
      names = "--watch",
      description =
          "Go on: answer the recordings that are in the folder, and each that comes. Move finished"
              + " files there; a file that grows in place is read as far as it is.")
  private boolean wanted;

  @Option(
      names = "--once",
      description = "With --watch, answer what has come since the last time, and end.")
  private boolean once;

  @Option(
      names = "--checkpoint",
      paramLabel = "<folder>",
      description =
          "With --watch, where Spark keeps which recordings were answered (default: <out>.checkpoint)."
              + " One folder of answers has one, and needs it.")
  private String checkpoint = "";

  @Option(
      names = "--every",
      paramLabel = "<time>",
      description =
          "With --watch, how often to look, such as 10s or 5m (default ${DEFAULT-VALUE}).")
  private String every = "10s";

  @Option(
      names = "--at-most",
      paramLabel = "<n>",
      description =
          "With --watch, recordings that are answered together (default ${DEFAULT-VALUE}).")
  private int atMost = 1000;

  boolean isWanted() {
    return wanted;
  }

  /**
   * Refuses the other options without {@code --watch}.
   *
   * @throws InvalidInputException if there are some
   */
  void requireWanted() {
    if (!wanted && (once || !checkpoint.isEmpty())) {
      throw new InvalidInputException(
          "Expected --watch with %s, found none.".formatted(once ? "--once" : "--checkpoint"));
    }
  }

  /** Answers until the job is stopped, or what is there is answered. */
  void run(
      SparkSession spark,
      EmotionClassifierTransformer asker,
      ModelSource source,
      List<String> folders,
      String out,
      Output output) {
    if (folders.size() != 1) {
      throw new InvalidInputException(
          "Expected one folder with --watch, found %d words.".formatted(folders.size()));
    }
    if (atMost < 1) {
      throw new InvalidInputException(
          "Expected at least one recording at a time, found --at-most %d.".formatted(atMost));
    }
    Trigger trigger = once ? Trigger.AvailableNow() : Trigger.ProcessingTime(milliseconds());
    String progress = checkpoint.isEmpty() ? out.replaceAll("/+$", "") + ".checkpoint" : checkpoint;
    WatchedFolders.requireUsable(spark, folders.get(0), out, progress);
    Dataset<Row> answers =
        PredictJob.answers(asker.transform(recordings(spark, folders.get(0)), source));
    try {
      StreamingQuery query =
          answers
              .writeStream()
              .format("parquet")
              .option("path", out)
              .option("checkpointLocation", progress)
              .trigger(trigger)
              .start();
      output.note("Watching %s; answers go to %s.".formatted(folders.get(0), out));
      query.awaitTermination();
    } catch (TimeoutException | StreamingQueryException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Dataset<Row> recordings(SparkSession spark, String folder) {
    Dataset<Row> files =
        spark
            .readStream()
            .format("binaryFile")
            .schema(FILES)
            .option("recursiveFileLookup", "true")
            .option("maxFilesPerTrigger", atMost)
            .load(folder)
            .filter(
                functions.udf(new HasEndingOfAudio(), DataTypes.BooleanType).apply(col("path")));
    return files.select(
        col("path").as(Recordings.NAME),
        struct(
                col("path"),
                lit(null).cast(DataTypes.DoubleType).as("start"),
                lit(null).cast(DataTypes.DoubleType).as("end"),
                lit(null).cast(DataTypes.StringType).as("conditioning"))
            .as(Recordings.CLIP));
  }

  private long milliseconds() {
    try {
      return Duration.parse("PT" + every.toUpperCase(Locale.ROOT)).toMillis();
    } catch (DateTimeParseException e) {
      throw new InvalidInputException(
          "Expected a time such as 10s or 5m for --every, found '%.40s'.".formatted(every), e);
    }
  }

  private static final class HasEndingOfAudio implements UDF1<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean call(String path) {
      String ending = path.substring(path.lastIndexOf('.') + 1);
      return AudioFiles.ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
    }
  }
}
