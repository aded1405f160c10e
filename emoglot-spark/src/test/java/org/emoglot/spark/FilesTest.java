package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.BundledModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that {@code spark-submit --files} brings to two executors, each its own copy. */
class FilesTest {

  private static final String NAME = "calls.onnx";

  private static SparkSession spark;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve(NAME);
    try (Stream<Path> files = Files.list(BundledModel.exported().orElseThrow())) {
      Files.copy(
          files.filter(file -> file.toString().endsWith(".onnx")).findFirst().orElseThrow(), model);
    }
    spark =
        LocalCluster.start(
            2,
            1,
            768,
            Map.of(
                "spark.files",
                model.toString(),
                "spark.excludeOnFailure.enabled",
                "true",
                "spark.excludeOnFailure.application.maxFailedTasksPerExecutor",
                "1000",
                "spark.excludeOnFailure.application.maxFailedExecutorsPerNode",
                "1000",
                "spark.excludeOnFailure.stage.maxFailedExecutorsPerNode",
                "1000"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Of one executor. */
  private record Copy(String executor, String path) implements java.io.Serializable {}

  private static final class Find implements Function<Integer, Copy> {
    private static final long serialVersionUID = 1;

    @Override
    public Copy call(Integer task) throws InterruptedException {
      Thread.sleep(300); // so that each executor gets some
      return new Copy(
          SparkEnv.get().executorId(),
          Path.of(SparkFiles.get(NAME)).toAbsolutePath().normalize().toString());
    }
  }

  private static List<Copy> copies() {
    List<Copy> found = List.of();
    while (found.size() < 2) { // one may start later
      found =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(IntStream.range(0, 4).boxed().toList(), 4)
              .map(new Find())
              .distinct()
              .collect();
    }
    return found;
  }

  private static Dataset<Row> answers(List<String> clips) {
    return new EmotionClassifierTransformer()
        .setModel(NAME)
        .transform(spark.createDataset(clips, Encoders.STRING()).toDF("path").repartition(4))
        .select("path", "emotion");
  }

  @Test
  void model_ofFiles_answersWhereItIsTheOneOfTheDriver() throws IOException {
    List<String> clips = DemoClips.some(8);
    List<Copy> copies = new ArrayList<>(copies());
    assertThat(copies).hasSize(2).doesNotHaveDuplicates();
    Path changed = Path.of(copies.get(0).path());
    byte[] bytes = Files.readAllBytes(changed);
    bytes[bytes.length / 2]++;
    Files.delete(changed);
    Files.write(changed, bytes);

    // The executor with another model is left out, and the other one answers all.
    assertThat(DemoClips.lines(answers(clips).collectAsList())).isEqualTo(DemoClips.answers(clips));

    Path removed = Path.of(copies.get(1).path());
    Files.delete(removed);
    // Its model is loaded: it needs the file no more.
    assertThat(answers(clips).collectAsList()).hasSize(8);

    // A third model is nowhere.
    assertThatThrownBy(
            () ->
                new EmotionClassifierTransformer()
                    .setModel("other.onnx")
                    .transform(spark.createDataset(clips, Encoders.STRING()).toDF("path")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other.onnx");
  }
}
