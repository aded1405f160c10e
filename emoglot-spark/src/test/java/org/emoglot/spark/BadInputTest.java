package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job is given, and cannot use: a sentence, or an error of the row. */
class BadInputTest {

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = LocalCluster.local(2);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void manifest_withBadRows_givesEachItsErrorAndTheOthersTheirAnswers() throws IOException {
    String clip = DemoClips.some(1).get(0);
    Path manifest =
        Files.writeString(
            folder.resolve("m.csv"),
            """
            utt_id,path,start,end,conditioning
            good,%1$s,,,
            passage,%1$s, 0.2 ,0.8,
            word,%1$s,soon,,
            back,%1$s,0.8,0.5,
            behind,%1$s,500,501,
            nothing,,,,
            nowhere,no.wav,,,
            filter,%1$s,,,nonsense
            ,%1$s,,,
            good,%1$s,0.4,0.8,
            """
                .formatted(clip));
    Path out = folder.resolve("answers");

    String text = Jobs.run("predict", "--manifest", manifest.toString(), "--out", out.toString());

    assertThat(text).startsWith("4 files: ").contains("6 files could not be read");
    Map<String, @Nullable String> errors = new HashMap<>();
    for (Row row : spark.read().parquet(out.toString()).select("path", "error").collectAsList()) {
      errors.put(row.getString(0), row.getString(1));
    }
    assertThat(errors).hasSize(9);
    for (String name : List.of("good", "passage", clip)) {
      assertThat(errors.get(name)).isNull();
    }
    for (String name : List.of("word", "back", "behind", "nothing", "nowhere", "filter")) {
      assertThat(errors.get(name)).startsWith("Expected ");
    }
  }

  @Test
  void manifestAsParquet_withNumbersForIds_isRead() {
    Path manifest = folder.resolve("m.parquet");
    spark
        .createDataFrame(
            List.of(RowFactory.create(7L, DemoClips.some(1).get(0), 0)),
            new StructType()
                .add("utt_id", DataTypes.LongType)
                .add("path", DataTypes.StringType)
                .add("start", DataTypes.IntegerType))
        .write()
        .parquet(manifest.toString());
    Path out = folder.resolve("answers");

    Jobs.run("predict", "--manifest", manifest.toString(), "--out", out.toString());

    assertThat(spark.read().parquet(out.toString()).select("path").first().getString(0))
        .isEqualTo("7");
  }

  @Test
  void manifest_thatIsNone_isRefused() throws IOException {
    String out = folder.resolve("x").toString();
    Path text = Files.writeString(folder.resolve("m.parquet"), "no Parquet at all");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "utt_id,path\n");
    Path columns = Files.writeString(folder.resolve("columns.csv"), "id,file\n1,a.wav\n");

    assertThat(Jobs.refused("predict", "--manifest", text.toString(), "--out", out))
        .startsWith("Expected a manifest, CSV or Parquet");
    for (String job : List.of("predict", "extract")) {
      String encoder = job.equals("predict") ? "--downmix=mean" : "--backbone=none";
      assertThat(Jobs.refused(job, encoder, "--manifest", empty.toString(), "--out", out))
          .startsWith("Expected recordings in the manifest");
    }
    assertThat(Jobs.refused("predict", "--manifest", columns.toString(), "--out", out))
        .contains("no utt_id and no path among id, file");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void recordings_ofWhichNoneCanBeRead_areRefusedWithTheirErrors() {
    Path out = folder.resolve("answers");

    String said = Jobs.refused("predict", "/no/where", "/no/place", "--out", out.toString());

    assertThat(said.lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("Expected "))
        .last()
        .asString()
        .contains("found none among 2");
    assertThat(spark.read().parquet(out.toString()).where("error is not null").count())
        .isEqualTo(2);
  }

  @Test
  void answersOfAJobThatWasStopped_areSaidToBe() throws IOException {
    Path out = Files.createDirectories(folder.resolve("answers"));
    Files.createDirectories(out.resolve("_temporary").resolve("0"));

    assertThat(Jobs.refused("predict", DemoClips.some(1).get(0), "--out", out.toString()))
        .startsWith("Expected nothing at " + out + ", found the beginning of a job");
    assertThat(out.resolve("_temporary")).exists();
  }

  @Test
  void foldersThatCannotBeWatched_areRefused() throws IOException {
    Path calls = Files.createDirectory(folder.resolve("calls"));
    Path out = folder.resolve("out");
    Path file = Files.createFile(calls.resolve("a.wav"));
    assertThat(watched(folder.resolve("none"), out)).contains("found nothing there: make it");
    assertThat(watched(file, out)).contains("found a file");
    assertThat(watched(calls, out, "--at-most", "0")).contains("--at-most 0");
    assertThat(watched(calls, out, "--format", "csv")).contains("--format parquet");
    assertThat(watched(calls, out, "--manifest", "m.csv")).contains("one folder");
    assertThat(Jobs.refused("predict", "--once", calls.toString(), "--out", out.toString()))
        .contains("--watch with --once");

    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "kept");
    assertThat(watched(calls, out)).contains("found something else");

    Path log = Files.createDirectory(out.resolve("_spark_metadata"));
    Files.createFile(log.resolve("0"));
    assertThat(watched(calls, out)).startsWith("Expected the checkpoint of the answers");

    Path begun = folder.resolve("begun");
    Files.createDirectories(begun.resolve("offsets"));
    Files.createFile(begun.resolve("offsets").resolve("0"));
    Path other = folder.resolve("other");
    assertThat(watched(calls, other, "--checkpoint", begun.toString()))
        .startsWith("Expected the answers of the checkpoint");
    assertThat(other).doesNotExist();
    assertThat(out.resolve("mine.txt")).hasContent("kept");
  }

  @Test
  void fileSystems_thatAreNotThere_areNamed() {
    String clip = DemoClips.some(1).get(0);
    String out = folder.resolve("x").toString();

    assertThat(Jobs.refused("predict", clip, "--out", "s3a://calls/answers"))
        .startsWith("Expected a folder that can be written to, found s3a://calls/answers")
        .contains("--jars");
    assertThat(Jobs.refused("predict", "s3a://calls/2026", "--out", out)).contains("--jars");
    assertThat(Jobs.refused("predict", "--manifest", "s3a://calls/m.csv", "--out", out))
        .contains("--jars");
    assertThat(Jobs.refused("predict", "--manifest", "hdfs://localhost:1/m.csv", "--out", out))
        .startsWith("Expected a manifest at hdfs://localhost:1/m.csv, but asking for it failed");
    assertThat(Jobs.refused("predict", "--model", "s3a://models/a.onnx", "--out", out, clip))
        .contains("--jars");
    assertThat(Jobs.refused("predict", clip, "--out", "/proc/none/answers"))
        .startsWith("Expected a folder that can be written to, found /proc/none/answers");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static String watched(Path calls, Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("predict", "--watch", "--once", calls.toString(), "--out", out.toString()));
    words.addAll(List.of(more));
    return Jobs.refused(words.toArray(new String[0]));
  }
}
