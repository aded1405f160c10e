package org.emoglot.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.emoglot.InvalidInputException;
import org.emoglot.io.PathText;
import org.emoglot.remote.RemoteFiles;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as a table: the CSV of {@link org.emoglot.data.Manifest}, or the same columns as
 * Parquet. Paths are relative to the folder of the manifest. The column {@code clip} is added.
 */
final class ManifestTable {

  static final String ID = "utt_id";

  /** Those that describe a clip, where a manifest has them. */
  static final List<String> DESCRIPTION = List.of("corpus", "lang", "speaker", "label", "split");

  private static final String PATH = "path";
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final Column NONE = lit(Double.NaN);

  private ManifestTable() {}

  /**
   * Reads one.
   *
   * @throws InvalidInputException if it is missing, or has no such columns
   */
  static Dataset<Row> read(SparkSession spark, String file) {
    boolean csv = file.endsWith(".csv") || file.endsWith(".csv.gz");
    Dataset<Row> table;
    try {
      requireReadable(spark, file, !csv);
      table =
          csv
              ? spark
                  .read()
                  .option("header", "true")
                  .option("quote", "\"")
                  .option("escape", "\"")
                  .option("multiLine", "true")
                  .csv(file)
              : spark.read().parquet(file);
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof SparkException) { // checked, undeclared
        throw new InvalidInputException(
            "Expected a manifest, CSV or Parquet, at %s, found none (%.200s)."
                .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
            e);
      }
      throw e;
    }
    List<String> missing = new ArrayList<>(List.of(ID, PATH));
    missing.removeAll(Arrays.asList(table.columns()));
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "Expected the columns utt_id and path in the manifest %s, found no %s among %.300s."
              .formatted(
                  file, String.join(" and no ", missing), String.join(", ", table.columns())));
    }
    if (table.isEmpty()) {
      throw new InvalidInputException(
          "Expected recordings in the manifest %s, found none: a row is a recording."
              .formatted(file));
    }
    UserDefinedFunction absolute =
        functions.udf(new Absolute(folder(spark, file)), DataTypes.StringType);
    return table
        .withColumn(
            Recordings.CLIP,
            struct(
                absolute.apply(text(PATH)).as("path"),
                seconds(optional(table, "start")).as("start"),
                seconds(optional(table, "end")).as("end"),
                optional(table, "conditioning").as("conditioning")))
        .withColumn(ID, coalesce(text(ID), text(PATH), lit("")));
  }

  /** Before Spark looks at it, which would fill the log with what it says of other files. */
  private static void requireReadable(SparkSession spark, String file, boolean parquet) {
    try {
      Path path = new Path(file);
      FileSystem files = RemoteFiles.of(path, spark.sessionState().newHadoopConf());
      if (!files.exists(path) || files.getFileStatus(path).isDirectory()) {
        return; // a folder of Parquet files, several by a pattern, or nothing
      }
      try (InputStream in = files.open(path)) {
        if (parquet && !Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
          throw new InvalidInputException(
              "Expected a manifest, CSV or Parquet, at %s, found a file that is not Parquet: the name of a CSV ends with .csv."
                  .formatted(file));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(file, e);
    }
  }

  private static InvalidInputException unreachable(String file, Exception why) {
    return new InvalidInputException(
        "Expected a manifest at %.300s, but asking for it failed: %.300s."
            .formatted(file, why.getMessage()),
        why);
  }

  private static Column text(String name) {
    return col(name).cast(DataTypes.StringType);
  }

  private static Column optional(Dataset<Row> table, String name) {
    boolean there = Arrays.asList(table.columns()).contains(name);
    return there ? text(name) : lit(null).cast(DataTypes.StringType);
  }

  /** Not a number where a text is none, which is an error of its row alone. */
  private static Column seconds(Column text) {
    return when(trim(text).notEqual(""), coalesce(text.try_cast(DataTypes.DoubleType), NONE));
  }

  /** The folder of the manifest, as a URI or as a path. */
  private static String folder(SparkSession spark, String file) {
    Path path = new Path(file);
    try {
      Path whole = RemoteFiles.of(path, spark.sessionState().newHadoopConf()).makeQualified(path);
      return whole.toUri().getScheme().equals("file")
          ? String.valueOf(java.nio.file.Path.of(whole.toUri().getPath()).getParent())
          : String.valueOf(whole.getParent());
    } catch (IOException e) {
      throw unreachable(file, e);
    }
  }

  /** From a path of a manifest to one that every machine understands. */
  private record Absolute(String folder) implements UDF1<String, String> {

    private static final String ADDRESS = "[A-Za-z][A-Za-z0-9+.-]+:/.*";

    @Override
    public @Nullable String call(@Nullable String path) {
      if (path == null || path.matches(ADDRESS)) {
        return path;
      }
      if (folder.matches(ADDRESS)) {
        return path.startsWith("/") ? path : new Path(folder, path).toString();
      }
      return PathText.written(PathText.resolve(java.nio.file.Path.of(folder), path).normalize());
    }
  }
}
