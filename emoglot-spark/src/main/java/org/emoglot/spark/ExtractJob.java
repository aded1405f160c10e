package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.Downmix;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes embeddings of audio files. */
@Command(
    name = "extract",
    description = {
      "Embeds recordings with an encoder, and writes them as Parquet: id, path, corpus, language,"
          + " speaker, label, split, seconds, frames, the number of the frame where frames are"
          + " embedded, embedding, and error for a recording that could not be used."
    },
    sortOptions = false)
final class ExtractJob implements Callable<Integer> {

  @Option(
      names = "--backbone",
      required = true,
      paramLabel = "<folder>",
      description =
          "A checkpoint in Hugging Face's layout, or a saved model; where it lies as for --model of"
              + " predict.")
  private String backbone = "";

  @Option(
      names = "--level",
      paramLabel = "<level>",
      description = "utterance or frame (default ${DEFAULT-VALUE}).")
  private String level = EmbeddingOptions.DEFAULT.level().id();

  @Option(
      names = "--layer",
      paramLabel = "<layer>",
      description = "last, a number, several such as 2..5, or mix (default ${DEFAULT-VALUE}).")
  private String layer = EmbeddingOptions.DEFAULT.layer();

  @Option(
      names = "--pooling",
      paramLabel = "<pooling>",
      description = "From frames to an utterance (default ${DEFAULT-VALUE}).")
  private String pooling = EmbeddingOptions.DEFAULT.pooling().id();

  @Option(
      names = "--hearing",
      paramLabel = "<hearing>",
      description = "How Whisper hears a clip of less than 30 s (default ${DEFAULT-VALUE}).")
  private String hearing = EmbeddingOptions.DEFAULT.hearing().id();

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      description = "Number format of the encoder (default ${DEFAULT-VALUE}).")
  private String precision = EmbeddingOptions.DEFAULT.precision().id();

  @Option(
      names = "--downmix",
      paramLabel = "<policy>",
      description = "How to mix several channels (default ${DEFAULT-VALUE}).")
  private String downmix = AudioOptions.defaults().downmix().id();

  @Option(
      names = "--partition-by",
      split = ",",
      paramLabel = "<column>",
      description =
          "Columns whose values become folders, or none (default: corpus, of a manifest).")
  private List<String> partitionBy = new ArrayList<>();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder for the embeddings, in any file system of Hadoop.")
  private String out = "";

  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "<file or folder>", arity = "0..*", description = "Recordings.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    EncoderAsker.Manner manner =
        new EncoderAsker.Manner(
            Level.of(level) == Level.FRAME,
            layer,
            Pooling.of(pooling).id(),
            hearing,
            precision,
            Downmix.of(downmix).id());
    manner.options(); // refuses what is none
    try (Session session = Session.open("extract")) {
      SparkSession spark = session.spark();
      new AnswerFiles(spark, out, AnswerFiles.Format.PARQUET).requireFree();
      Dataset<Row> clips = clips(spark);
      ModelSource encoder = ModelShipping.send(spark, backbone, "", precision, "");
      EncoderAsker asker = new EncoderAsker(encoder, manner, HadoopSettings.of(spark));
      JavaRDD<Row> embedded = clips.javaRDD().mapPartitions(asker);
      String[] folders = folders();
      spark
          .createDataFrame(embedded, columns(manner.frames()))
          .write()
          .mode(SaveMode.ErrorIfExists)
          .partitionBy(folders)
          .parquet(out);
      report(spark.read().parquet(out));
    }
    return 0;
  }

  private String[] folders() {
    if (partitionBy.equals(List.of("none"))) {
      return new String[0];
    }
    List<String> known = List.of("corpus", "language", "speaker", "label", "split");
    for (String column : partitionBy) {
      if (!known.contains(column)) {
        throw new InvalidInputException(
            "Expected some of %s for --partition-by, found '%.40s'."
                .formatted(String.join(", ", known), column));
      }
    }
    return partitionBy.isEmpty()
        ? recordings.manifest().isEmpty() ? new String[0] : new String[] {"corpus"}
        : partitionBy.toArray(new String[0]);
  }

  /** Id, path, clip, and what a manifest says of it. */
  private Dataset<Row> clips(SparkSession spark) {
    if (recordings.manifest().isEmpty()) {
      Dataset<Row> table = recordings.table(spark, paths);
      List<org.apache.spark.sql.Column> columns =
          new ArrayList<>(List.of(col(Recordings.NAME), col(Recordings.CLIP)));
      ManifestTable.DESCRIPTION.forEach(name -> columns.add(lit("").as(name)));
      return table.select(columns.toArray(new org.apache.spark.sql.Column[0]));
    }
    Dataset<Row> manifest = ManifestTable.read(spark, recordings.manifest());
    List<org.apache.spark.sql.Column> columns =
        new ArrayList<>(List.of(col(ManifestTable.ID), col(Recordings.CLIP)));
    for (String name : ManifestTable.DESCRIPTION) {
      boolean there = Arrays.asList(manifest.columns()).contains(name);
      columns.add((there ? col(name).cast(DataTypes.StringType) : lit("")).as(name));
    }
    return manifest
        .select(columns.toArray(new org.apache.spark.sql.Column[0]))
        .repartitionByRange(
            Recordings.tasks(spark, manifest.count(), recordings.partitions()),
            col("corpus"),
            col(ManifestTable.ID));
  }

  private static StructType columns(boolean frames) {
    StructType columns = new StructType();
    for (String name : List.of("id", "path", "corpus", "language", "speaker", "label", "split")) {
      columns = columns.add(name, DataTypes.StringType);
    }
    columns = columns.add("seconds", DataTypes.DoubleType).add("frames", DataTypes.IntegerType);
    if (frames) {
      columns = columns.add("frame", DataTypes.IntegerType);
    }
    return columns
        .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
        .add("error", DataTypes.StringType);
  }

  private void report(Dataset<Row> written) {
    long clips = written.filter(col("error").isNull()).select("id").distinct().count();
    long failed = written.filter(col("error").isNotNull()).count();
    output.result(
        Map.of("out", out, "embedded", clips, "failed", failed),
        "%d recordings embedded; %d could not be used.%nWrote the folder %s.%n"
            .formatted(clips, failed, out));
  }
}
