package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
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

class EmotionClassifierTransformerTest {

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

  private static Dataset<Row> table(List<String> paths) {
    return spark.createDataset(paths, Encoders.STRING()).toDF("path");
  }

  @Test
  void paths_getTheAnswersOfTheLibrary_andShareOneModel() {
    List<String> clips = DemoClips.some(12);
    int ofOthers = SharedModels.loaded(); // tests that ran before in this process

    List<Row> rows =
        new EmotionClassifierTransformer()
            .transform(table(clips).repartition(4))
            .select("path", "emotion")
            .collectAsList();

    assertThat(DemoClips.lines(rows)).isEqualTo(DemoClips.answers(clips));
    assertThat(SharedModels.loaded()).isBetween(1, ofOthers + 1);
  }

  @Test
  void bytes_getTheAnswersOfTheirPaths() {
    List<String> clips = DemoClips.some(6);
    Dataset<Row> files = spark.read().format("binaryFile").load(clips.toArray(new String[0]));

    List<Row> rows =
        new EmotionClassifierTransformer()
            .setInputCol("content")
            .transform(files)
            .select(
                org.apache.spark.sql.functions.regexp_replace(col("path"), "^file:/+", "/"),
                col("emotion"))
            .collectAsList();

    assertThat(DemoClips.lines(rows)).isEqualTo(DemoClips.answers(clips));
  }

  @Test
  void badRows_haveErrors_andTheOthersTheirAnswers() throws IOException {
    Path text = Files.writeString(folder.resolve("text.wav"), "not a recording");
    Path empty = Files.createFile(folder.resolve("empty.wav"));
    Path header = folder.resolve("header.flac");
    Files.write(header, new byte[] {'f', 'L', 'a', 'C', 0, 0, 0, 34});
    Path zeros = Files.write(folder.resolve("zeros.ogg"), new byte[4096]);
    Path png =
        Files.write(
            folder.resolve("png.wav"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    List<String> paths = new ArrayList<>(DemoClips.some(3));
    List<String> bad = new ArrayList<>();
    bad.add(null);
    bad.addAll(
        List.of(
            "",
            folder.resolve("nowhere.wav").toString(),
            folder.toString(),
            text.toString(),
            empty.toString(),
            header.toString(),
            zeros.toString(),
            png.toString(),
            "unknown://bucket/a.wav",
            "::"));
    paths.addAll(bad);

    List<Row> rows =
        new EmotionClassifierTransformer()
            .setEmbedding(true)
            .transform(table(paths))
            .select("path", "emotion.error", "emotion.label", "emotion.embedding", "emotion.speech")
            .collectAsList();

    assertThat(rows).hasSize(paths.size());
    assertThat(rows.subList(0, 3))
        .allSatisfy(
            row -> {
              assertThat(row.isNullAt(1)).isTrue();
              assertThat(row.getString(2)).isNotBlank();
              assertThat(row.getList(3)).isNotEmpty();
            });
    assertThat(rows.subList(3, rows.size()))
        .hasSize(11)
        .allSatisfy(
            row -> {
              assertThat(row.getString(1)).startsWith("Expected ");
              assertThat(row.isNullAt(2)).isTrue();
              assertThat(row.isNullAt(4)).isTrue();
            });
  }

  @Test
  void transformer_savedInAPipeline_comesBackTheSame() throws IOException {
    EmotionClassifierTransformer asker =
        new EmotionClassifierTransformer().setOutputCol("mood").setSegments("off");
    String saved = folder.resolve("pipeline").toString();
    new Pipeline()
        .setStages(new PipelineStage[] {asker})
        .fit(table(DemoClips.some(1)))
        .write()
        .overwrite()
        .save(saved);

    PipelineModel loaded = PipelineModel.load(saved);
    EmotionClassifierTransformer read = (EmotionClassifierTransformer) loaded.stages()[0];

    assertThat(read.uid()).isEqualTo(asker.uid());
    assertThat(read.getOrDefault(read.outputCol())).isEqualTo("mood");
    assertThat(read.getOrDefault(read.segments())).isEqualTo("off");
    assertThat(read.getOrDefault(read.sha256())).hasSize(64);
    assertThat(read.copy(new ParamMap()).getOrDefault(read.outputCol())).isEqualTo("mood");
    assertThat(loaded.transform(table(DemoClips.some(2))).select("mood.label").collectAsList())
        .hasSize(2);
  }

  @Test
  void modelOfAnotherHash_isRefused() {
    assertThatThrownBy(
            () ->
                new EmotionClassifierTransformer()
                    .setSha256("0".repeat(64))
                    .transform(table(DemoClips.some(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("000000000000");
  }

  @Test
  void modelThatIsMissing_isRefusedBeforeAnythingRuns() {
    assertThatThrownBy(
            () ->
                new EmotionClassifierTransformer()
                    .setModel("/no/model")
                    .transform(table(DemoClips.some(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/no/model");
  }

  @Test
  void columnThatIsMissingOrTaken_isRefused() {
    Dataset<Row> clips = table(DemoClips.some(1));
    assertThatThrownBy(
            () -> new EmotionClassifierTransformer().setInputCol("file").transform(clips))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'file'");
    assertThatThrownBy(
            () -> new EmotionClassifierTransformer().setOutputCol("path").transform(clips))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'path'");
    assertThatThrownBy(
            () ->
                new EmotionClassifierTransformer()
                    .setInputCol("n")
                    .transform(spark.range(1).toDF("n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bigint");
    assertThatThrownBy(
            () -> new EmotionClassifierTransformer().setSegments("maybe").transform(clips))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("maybe");
  }

  @Test
  void model_namedByItsFile_answersAsTheBundledOne() throws IOException {
    Path file;
    try (var files = Files.list(BundledModel.exported().orElseThrow())) {
      file = files.filter(path -> path.toString().endsWith(".onnx")).findFirst().orElseThrow();
    }
    List<String> clips = DemoClips.some(3);
    for (String model :
        List.of(
            file.toString(), BundledModel.exported().orElseThrow().toString(), "local:" + file)) {
      List<Row> rows =
          new EmotionClassifierTransformer()
              .setModel(model)
              .transform(table(clips))
              .select("path", "emotion")
              .collectAsList();

      assertThat(DemoClips.lines(rows)).isEqualTo(DemoClips.answers(clips));
    }
  }

  @Test
  void everyRow_isAskedAboutOnce_howeverTheAnswerIsUsed() {
    Dataset<Row> answered = new EmotionClassifierTransformer().transform(table(DemoClips.some(2)));

    String plan =
        answered
            .where("emotion.speech and emotion.label <> ''")
            .select("emotion.label", "emotion.scores", "emotion.error")
            .queryExecution()
            .optimizedPlan()
            .toString();

    assertThat(plan.split("UDF\\(", -1)).hasSize(2);
  }
}
