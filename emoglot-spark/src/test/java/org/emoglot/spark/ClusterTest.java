package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.classifier.AdaptedFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two executors, each a process of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {

  private static SparkSession spark;
  private static Map<String, String> expected;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    spark = LocalCluster.start(2, 1, 768, Map.of());
    expected = DemoClips.answers(DemoClips.some(40));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> answers(int partitions) {
    Dataset<Row> clips =
        spark
            .createDataset(DemoClips.some(40), Encoders.STRING())
            .toDF("path")
            .repartition(partitions);
    return new EmotionClassifierTransformer().transform(clips).select("path", "emotion");
  }

  @Test
  @Order(1)
  void answers_inAnyNumberOfPartitions_areThoseOfTheCommandLine() {
    for (int partitions : new int[] {1, 4, 16, 64}) {
      assertThat(DemoClips.lines(answers(partitions).collectAsList())).isEqualTo(expected);
    }
  }

  @Test
  @Order(2)
  void adaptation_inAnyNumberOfPartitions_hasTheSameBits() throws IOException {
    String sample = Path.of(DemoClips.some(1).get(0)).getParent().toString();
    List<String> found = new ArrayList<>();
    for (int partitions : new int[] {1, 16}) {
      Path out = folder.resolve("adapted" + partitions);
      assertThat(
              Jobs.run(
                  "adapt",
                  "--audio",
                  sample,
                  "--partitions",
                  String.valueOf(partitions),
                  "--out",
                  out.toString()))
          .contains("Adapted ");
      found.add(Files.readString(out.resolve("config.json")));
    }

    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(AdaptedFolder.read(folder.resolve("adapted1")).clips()).isNotEmpty();
    // and the job predict takes it
    assertThat(
            Jobs.run(
                "predict",
                "--model",
                folder.resolve("adapted1").toString(),
                "--out",
                folder.resolve("answers").toString(),
                DemoClips.some(2).get(0),
                DemoClips.some(2).get(1)))
        .contains("2 files:");
  }

  @Test
  @Order(3)
  void jobPredict_writesTheLinesOfTheCommandLine() throws IOException {
    Path out = folder.resolve("answers.jsonl");
    String demo =
        Path.of(System.getProperty("emoglot.home"), "demo", "speech", "de", "f1").toString();

    String text = Jobs.run("predict", demo, "--out", out.toString(), "--partitions", "3");

    List<String> lines = new ArrayList<>();
    try (Stream<Path> parts = Files.list(out)) {
      for (Path part : parts.filter(p -> p.toString().endsWith(".txt")).toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    List<String> clips = DemoClips.some(1000).stream().filter(c -> c.startsWith(demo)).toList();
    assertThat(lines).containsExactlyInAnyOrderElementsOf(DemoClips.answers(clips).values());
    assertThat(text).contains("%d files:".formatted(clips.size()), "0 files could not be read");
    assertThat(out.resolveSibling("answers.jsonl.unfinished")).doesNotExist();
    assertThat(Jobs.refused("predict", demo, "--out", out.toString()))
        .contains("Expected nothing at " + out);
  }

  @Test
  @Order(4)
  void executorsWithAnotherModel_failTheJobWithASentence() {
    ModelSource sent = ModelShipping.send(spark, "", "", "fp32", "");
    ModelSource other =
        new ModelSource(sent.place(), "", "0".repeat(64), "", "fp32", "", Parcel.NONE);
    Dataset<Row> clips =
        spark.createDataset(DemoClips.some(4), Encoders.STRING()).toDF("path").repartition(2);

    assertThatThrownBy(
            () -> new EmotionClassifierTransformer().transform(clips, other).collectAsList())
        .hasStackTraceContaining("Expected the model of the driver (SHA-256 000000000000)")
        .hasStackTraceContaining("on executor ");
  }

  @Test
  @Order(5)
  void executorThatIsKilled_losesNothing() throws Exception {
    List<String> clips = DemoClips.copies(folder, 300);
    Dataset<Row> answered =
        new EmotionClassifierTransformer()
            .transform(spark.createDataset(clips, Encoders.STRING()).toDF("path").repartition(30));
    Path out = folder.resolve("table");
    assertThat(LocalCluster.executors()).hasSize(2);

    ProcessHandle killed = LocalCluster.writeWhileOneIsKilled(answered, out, 3);

    List<Row> rows = spark.read().parquet(out.toString()).select("path", "emotion").collectAsList();
    assertThat(rows).hasSize(300);
    assertThat(DemoClips.lines(rows).keySet()).containsExactlyInAnyOrderElementsOf(clips);
    assertThat(LocalCluster.executors()).doesNotContain(killed);
  }
}
