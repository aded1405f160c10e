package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.GridRunner;
import org.emoglot.grid.InThisProcess;
import org.emoglot.io.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

  private static final Path BACKBONE =
      Path.of(System.getProperty("emoglot.home"), "models", "emoglot-mini");

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
  void extract_inAnyNumberOfTasks_writesTheEmbeddingsOfTheLibrary() throws IOException {
    List<Path> manifest = manifests(folder, 6);
    AudioReader reader = new AudioReader(AudioOptions.defaults());
    for (int partitions : new int[] {1, 3}) {
      Path out = folder.resolve("states" + partitions);

      String text =
          Jobs.run(
              "extract",
              "--backbone",
              BACKBONE.toString(),
              "--manifest",
              manifest.get(0).toString(),
              "--partitions",
              String.valueOf(partitions),
              "--out",
              out.toString());

      assertThat(text).startsWith("6 recordings embedded; 0 could not be used.");
      assertThat(out.resolve("corpus=demo-de")).isDirectory();
      List<Row> rows =
          spark.read().parquet(out.toString()).select("id", "path", "embedding").collectAsList();
      assertThat(rows).hasSize(6);
      try (EmbeddingExtractor extractor =
          EmbeddingExtractor.open(BACKBONE, EmbeddingOptions.DEFAULT)) {
        for (Row row : rows) {
          Waveform clip = reader.read(Path.of(row.getString(1)));
          List<Float> expected = new ArrayList<>();
          for (float value : extractor.extract(List.of(clip)).get(0).values()) {
            expected.add(value);
          }
          assertThat(row.<Float>getList(2)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void extract_frames_areRowsInOrder() {
    String clip = DemoClips.some(1).get(0);
    Path out = folder.resolve("frames");

    Jobs.run(
        "extract",
        "--backbone",
        BACKBONE.toString(),
        "--level",
        "frame",
        "--out",
        out.toString(),
        clip,
        "/no/where.wav");

    List<Row> rows =
        spark.read().parquet(out.toString()).where("error is null").sort("frame").collectAsList();
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(rows.get(0).<Integer>getAs("frames")).isEqualTo(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).<Integer>getAs("frame")).isEqualTo(i);
    }
    assertThat(spark.read().parquet(out.toString()).where("error is not null").count())
        .isEqualTo(1);
  }

  @Test
  void reproduce_eachTrainingATask_leavesTheFolderOfTheCommandLine() throws IOException {
    manifests(folder.resolve("m"), 40);
    Path preset = Files.writeString(folder.resolve("preset.yaml"), "settings: [all-DE, all-FR]\n");
    Path out = folder.resolve("grid");
    String[] words = {
      "--preset",
      preset.toString(),
      "--manifests",
      folder.resolve("m").toString(),
      "--systems",
      "baseline2",
      "--backbone",
      "statistics",
      "--set",
      "training.steps=4",
      "--out",
      out.toString()
    };
    List<String> job = new ArrayList<>(List.of("reproduce"));
    job.addAll(List.of(words));

    assertThat(Jobs.run(job.toArray(new String[0]))).startsWith("2 trainings are done.");

    Path here = folder.resolve("here");
    words[words.length - 1] = here.toString();
    GridRunner.run(
        ReproduceJob.parse(List.of(words)).grid(),
        backbone -> backbone,
        new InThisProcess(new AudioReader(AudioOptions.defaults()), FeatureCache.NONE),
        (request, progress) -> ExperimentListener.SILENT);
    assertThat(out.resolve("results.json")).exists();
    for (String run : List.of("all-DE-baseline2-0", "all-FR-baseline2-0")) {
      assertThat(Experiment.finished(out.resolve("runs").resolve(run))).isPresent();
      assertThat(Files.readAllBytes(weights(out, run)))
          .isEqualTo(Files.readAllBytes(weights(here, run)));
      assertThat(
              Json.read(out.resolve("runs").resolve(run).resolve("run.json")).path("fingerprint"))
          .isEqualTo(
              Json.read(here.resolve("runs").resolve(run).resolve("run.json")).path("fingerprint"));
    }
  }

  private static Path weights(Path grid, String run) {
    return grid.resolve("runs").resolve(run).resolve("model").resolve("model.safetensors");
  }

  @Test
  void reproduce_pathsOfTheDriver_areThoseOfEveryMachine() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(
            ReproduceJob.absolute(
                List.of(
                    "--preset=a.yaml",
                    "--manifests",
                    "m",
                    "--systems",
                    "m",
                    "--out=/o",
                    "--set",
                    "training.steps=4")))
        .containsExactly(
            "--preset=" + here.resolve("a.yaml"),
            "--manifests",
            here.resolve("m").toString(),
            "--systems",
            "m",
            "--out=/o",
            "--set",
            "training.steps=4");
  }

  @Test
  void predict_manifestAsParquet_answersPassagesAndHasColumnsOfTheCommandLine() throws IOException {
    Path csv = manifests(folder, 4).get(0);
    Path parquet = folder.resolve("manifest.parquet");
    spark
        .read()
        .option("header", "true")
        .csv(csv.toString())
        .selectExpr(
            "*",
            "if(utt_id like '%1', 0.2, null) as start",
            "if(utt_id like '%1', 1.0, null) as end")
        .write()
        .parquet(parquet.toString());
    Path out = folder.resolve("answers.csv");

    String text = Jobs.run("predict", "--manifest", parquet.toString(), "--out", out.toString());

    assertThat(text).startsWith("4 files: ").contains("0 files could not be read");
    List<Row> rows = spark.read().option("header", "true").csv(out.toString()).collectAsList();
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).schema().fieldNames())
        .startsWith("path", "start", "end", "label", "uncertain")
        .endsWith("answers");
    assertThat(rows).extracting(row -> row.<String>getAs("path")).contains("demo-de/1");
  }

  @Test
  void predict_adaptedToASample_answersAsTheAdaptedModel() {
    List<String> clips = DemoClips.some(30);
    String sample = Path.of(clips.get(0)).getParent().toString();
    Path model = folder.resolve("adapted");
    Jobs.run("adapt", "--audio", sample, "--out", model.toString());
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");

    Jobs.run("predict", "--model", model.toString(), "--out", one.toString(), clips.get(29));
    Jobs.run("predict", "--adapt-to", sample, "--out", other.toString(), clips.get(29));

    assertThat(spark.read().parquet(one.toString()).collectAsList())
        .isEqualTo(spark.read().parquet(other.toString()).collectAsList());
  }

  @Test
  void unusableWords_areRefusedInASentence() {
    String out = folder.resolve("x").toString();
    assertThat(Jobs.refused("predict", "--out", out)).startsWith("Expected recordings");
    assertThat(Jobs.refused("predict", "--out", out, "--manifest", "/no/m.csv"))
        .startsWith("Expected a manifest");
    assertThat(Jobs.refused("predict", "--model", "/no/model", "--out", out, "a.wav"))
        .contains("/no/model");
    assertThat(Jobs.refused("predict", "--format", "csv", "--embedding", "--out", out, "a.wav"))
        .contains("parquet");
    assertThat(Jobs.refused("predict", "--partitions", "-1", "--out", out, "a.wav"))
        .contains("--partitions -1");
    assertThat(Jobs.refused("predict", "--watch", "--every", "soon", "--out", out, "calls"))
        .contains("'soon'");
    assertThat(Jobs.refused("extract", "--backbone", "/no/encoder", "--out", out, "a.wav"))
        .contains("/no/encoder");
    assertThat(Jobs.refused("adapt", "--audio", "/no/where.wav", "--out", out))
        .contains("found none among 1");
    assertThat(Jobs.refused("nonsense")).isNotBlank();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  /** One manifest for each of three languages, all of demo clips. */
  private static List<Path> manifests(Path folder, int clipsEach) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (String language : List.of("de", "en", "fr")) {
      List<String> clips =
          DemoClips.some(1000).stream()
              .filter(clip -> clip.contains("/speech/" + language + "/"))
              .toList();
      List<Utterance> utterances = new ArrayList<>();
      for (int i = 0; i < clipsEach; i++) {
        Path clip = Path.of(clips.get(i * clips.size() / clipsEach));
        String name = clip.getFileName().toString();
        utterances.add(
            new Utterance(
                "demo-" + language + "/" + i,
                "demo-" + language,
                Language.of(language),
                clip.getParent().getFileName().toString(),
                name.substring(0, name.indexOf('_')),
                i % 5 == 0 ? Split.VALIDATION : i % 5 == 1 ? Split.TEST : Split.TRAIN,
                clip,
                1.5));
      }
      Path file = folder.resolve("demo-" + language + ".csv");
      new Manifest(utterances).write(file);
      files.add(file);
    }
    return files;
  }
}
