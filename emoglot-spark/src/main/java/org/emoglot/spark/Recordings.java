package org.emoglot.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.io.PathText;
import org.emoglot.remote.RemoteFiles;

/**
 * The recordings that a job is asked about, as a table of {@code position}, their place in the
 * question; {@code name}, what the user called them; and {@code clip}, see {@link Clips}.
 */
final class Recordings {

  static final String POSITION = "position";
  static final String NAME = "name";
  static final String CLIP = "clip";

  static final StructType TABLE =
      new StructType()
          .add(POSITION, DataTypes.LongType, false)
          .add(NAME, DataTypes.StringType, false)
          .add(CLIP, Clips.PASSAGE, false);

  private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]+:/.*";
  private static final int PER_TASK = 256;
  private static final int TASKS_PER_CORE = 4;

  private Recordings() {}

  /** One found. */
  private record Found(String name, String path) {}

  /**
   * Finds them.
   *
   * @param words files and folders of the driver or of Hadoop file systems; folders are searched
   * @param partitions of the table; 0 for as many as fit
   * @throws InvalidInputException if there is none
   */
  static Dataset<Row> of(SparkSession spark, List<String> words, int partitions) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    List<Found> found = new ArrayList<>();
    words.forEach(word -> find(word, hadoop, found));
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "Expected audio files in %.300s, found none.".formatted(String.join(", ", words)));
    }
    List<Row> rows = new ArrayList<>();
    for (Found one : found.stream().distinct().toList()) {
      rows.add(
          RowFactory.create(
              (long) rows.size(), one.name(), RowFactory.create(one.path(), null, null, null)));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Row> table = context.parallelize(rows, tasks(spark, rows.size(), partitions));
    return spark.createDataFrame(table, TABLE);
  }

  /** The same of a manifest, in the order of its ids. */
  static Dataset<Row> ofManifest(SparkSession spark, String manifest, int partitions) {
    Dataset<Row> sorted =
        ManifestTable.read(spark, manifest)
            .sort(ManifestTable.ID, CLIP) // an id that is there twice has an order too
            .select(ManifestTable.ID, CLIP);
    JavaRDD<Row> rows =
        sorted
            .javaRDD()
            .zipWithIndex()
            .map(
                pair ->
                    RowFactory.create(pair._2(), pair._1().getString(0), pair._1().getStruct(1)));
    Dataset<Row> table = spark.createDataFrame(rows, TABLE);
    int tasks = partitions > 0 ? partitions : tasks(spark, table.count(), 0);
    return table.repartitionByRange(tasks, table.col(POSITION));
  }

  static int tasks(SparkSession spark, long recordings, int asked) {
    if (asked < 0) {
      throw new InvalidInputException(
          "Expected at least one task, found --partitions %d.".formatted(asked));
    }
    if (asked > 0) {
      return asked;
    }
    long cores = spark.sparkContext().defaultParallelism();
    return (int)
        Math.max(1, Math.min(recordings, Math.max(recordings / PER_TASK, TASKS_PER_CORE * cores)));
  }

  private static void find(String word, Configuration hadoop, List<Found> found) {
    boolean addressed = word.matches(SCHEME);
    Path path = addressed ? Path.of("") : PathText.existing(Path.of(word));
    if (!addressed && Files.isDirectory(path)) {
      AudioFiles.under(path).clips().stream()
          .map(ClipName::file)
          .forEach(file -> found.add(local(file, hadoop)));
    } else if (!addressed && Files.exists(path)) {
      found.add(local(path, hadoop));
    } else {
      findRemote(word, hadoop, found);
    }
  }

  private static Found local(Path file, Configuration hadoop) {
    String written = PathText.written(file.toAbsolutePath().normalize());
    boolean alone = FileSystem.getDefaultUri(hadoop).toString().startsWith("file:");
    return new Found(
        PathText.readable(file),
        alone || written.startsWith("file:") ? written : "file:" + written);
  }

  private static void findRemote(String word, Configuration hadoop, List<Found> found) {
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(word);
      FileSystem files = RemoteFiles.of(path, hadoop);
      if (!files.exists(path) || !files.getFileStatus(path).isDirectory()) {
        found.add(new Found(word, word)); // whatever is wrong with it, its row says
        return;
      }
      List<String> below = new ArrayList<>();
      RemoteIterator<LocatedFileStatus> all = files.listFiles(path, true);
      while (all.hasNext()) {
        FileStatus file = all.next();
        if (AudioFiles.isAudio(Path.of(file.getPath().getName()))) {
          below.add(file.getPath().toString());
        }
      }
      below.sort(Comparator.naturalOrder());
      below.forEach(file -> found.add(new Found(file, file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected a file or folder at %.300s, but asking for it failed: %.300s."
              .formatted(word, e.getMessage()),
          e);
    }
  }
}
