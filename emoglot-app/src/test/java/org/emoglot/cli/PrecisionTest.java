package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.emoglot.extraction.ArrayFile;
import org.emoglot.io.Json;
import org.emoglot.tensor.Bfloat16;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that computes, in bfloat16, with a model that was trained in it. */
class PrecisionTest {

  /** Of a probability; one of the model's answers may turn on as little. */
  private static final double SCORE_TOLERANCE = 0.01;

  /** Of an embedding, in the 2-norm: three layers, each of whose products rounds to 2^-9. */
  private static final double EMBEDDING_TOLERANCE = 0.02;

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path run = Path.of("");

  @TempDir Path folder;

  /** As on a processor where bf16 pays, whatever this one is. */
  @BeforeAll
  static void train() {
    System.setProperty(Bfloat16.SPEED_UP, "2");
    manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    run = shared.resolve("run");
    Captured training = TinyRun.train(manifests, run, "--precision", "bf16");
    assertThat(training.exitCode()).as(training.err()).isZero();
  }

  @AfterAll
  static void measureAgain() {
    System.clearProperty(Bfloat16.SPEED_UP);
  }

  /** As on a processor where a product takes twice as long in bf16. */
  private static Captured withSlowBf16(Supplier<Captured> command) {
    System.setProperty(Bfloat16.SPEED_UP, "0.5");
    try {
      return command.get();
    } finally {
      System.setProperty(Bfloat16.SPEED_UP, "2");
    }
  }

  @Test
  void extract_whereBf16IsSlower_computesInFp32AndSaysSo() throws IOException {
    Path clip = GoldenClips.write(2, folder.resolve("a.wav"));
    extract("exact", "fp32", clip);

    Captured other = withSlowBf16(() -> extract("other", "bf16", clip));

    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.err())
        .containsOnlyOnce(
            "On this processor bf16 takes 2.0 times as long as fp32: computing in fp32.");
    assertThat(other.out()).contains("of wav2vec2-base-tiny, fp32.");
    assertThat(Json.read(folder.resolve("other/report.json")).at("/settings/precision").asText())
        .isEqualTo("fp32");
    assertThat(folder.resolve("other/a.npy")).hasSameBinaryContentAs(folder.resolve("exact/a.npy"));
  }

  @Test
  void predict_whereBf16IsSlower_computesInFp32AndSaysSo() throws IOException {
    String clips = TinyRun.SPEECH.resolve("de/f1").toString();

    Captured other =
        withSlowBf16(
            () ->
                Captured.run(
                    "predict", "--model", model(), "--precision", "bf16", "--json", clips));

    assertThat(other.err()).contains("2.0 times as long as fp32: computing in fp32.");
    JsonNode answer = Json.mapper().readTree(other.out());
    assertThat(answer.path("precision").asText()).isEqualTo("fp32");
    assertThat(scores(answer)).isEqualTo(scores(predict("fp32")));
  }

  @Test
  void train_whereBf16IsSlower_computesInBf16AndSaysSo() {
    Path out = folder.resolve("slow");

    Captured training = withSlowBf16(() -> TinyRun.train(manifests, out, "--precision", "bf16"));

    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(training.err())
        .containsOnlyOnce(
            "On this processor bf16 takes 2.0 times as long as fp32; computing in bf16 as asked,"
                + " so that the figures can be repeated.");
    assertThat(Json.read(out.resolve("run.json")).at("/settings/precision").asText())
        .isEqualTo("bf16");
    assertThat(Json.read(out.resolve("run.json")).path("results"))
        .isEqualTo(Json.read(run.resolve("run.json")).path("results"));
  }

  @Test
  void evaluate_whereBf16IsSlower_meetsTheFiguresOfTheTrainingAndSaysSo() throws IOException {
    Captured slow =
        withSlowBf16(
            () ->
                Captured.run(
                    "evaluate",
                    "--model",
                    model(),
                    "--manifest",
                    manifest(),
                    "--split",
                    "all",
                    "--json",
                    "--precision",
                    "bf16"));

    assertThat(slow.err()).contains("computing in bf16 as asked");
    JsonNode evaluation = Json.mapper().readTree(slow.out());
    assertThat(evaluation.path("precision").asText()).isEqualTo("bf16");
    assertThat(evaluation.path("result"))
        .isEqualTo(Json.read(run.resolve("run.json")).at("/results/all"));
  }

  @Test
  void train_precision_isShortForTheSetting() {
    assertThat(Json.read(run.resolve("run.json")).at("/settings/precision").asText())
        .isEqualTo("bf16");

    Captured same = TinyRun.train(manifests, run, "--set", "precision=bf16");

    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.err()).contains("This run is already done");
  }

  @Test
  void train_inTheFolderOfAnotherPrecision_exitsWith2() {
    Captured fp32 = TinyRun.train(manifests, run);

    assertThat(fp32.exitCode()).isEqualTo(2);
    assertThat(fp32.err()).contains("found the finished run of another task").hasLineCount(1);
  }

  @Test
  void evaluate_inThePrecisionOfTheTraining_meetsItsFigures() throws IOException {
    JsonNode evaluation = evaluate("--precision", "bf16");

    assertThat(evaluation.path("precision").asText()).isEqualTo("bf16");
    assertThat(evaluation.path("result"))
        .isEqualTo(Json.read(run.resolve("run.json")).at("/results/all"));
    assertThat(evaluate().path("precision").asText()).as("default").isEqualTo("fp32");
  }

  @Test
  void evaluate_withoutJson_saysThePrecision() {
    Captured text =
        Captured.run(
            "evaluate", "--model", model(), "--manifest", manifest(), "--precision", "bf16");

    assertThat(text.out()).contains("split test: 4 utterances, bf16");
  }

  @Test
  void predict_bf16_isNearFp32() throws IOException {
    JsonNode exact = predict("fp32");
    JsonNode rounded = predict("bf16");

    assertThat(exact.path("precision").asText()).isEqualTo("fp32");
    assertThat(rounded.path("precision").asText()).isEqualTo("bf16");
    List<Double> expected = scores(exact);
    List<Double> found = scores(rounded);
    assertThat(found).hasSize(20 * 4).isNotEqualTo(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("score " + i).isCloseTo(expected.get(i), within(SCORE_TOLERANCE));
    }
  }

  @Test
  void extract_bf16_isNearFp32AndSaysSo() throws IOException {
    Path clip = GoldenClips.write(2, folder.resolve("a.wav"));
    Captured exact = extract("exact", "fp32", clip);
    Captured rounded = extract("rounded", "bf16", clip);

    assertThat(rounded.exitCode()).as(rounded.err()).isZero();
    assertThat(exact.out()).contains("of wav2vec2-base-tiny, fp32.");
    assertThat(rounded.out()).contains("of wav2vec2-base-tiny, bf16.");
    assertThat(Json.read(folder.resolve("rounded/report.json")).at("/settings/precision").asText())
        .isEqualTo("bf16");
    float[] expected = ArrayFile.read(folder.resolve("exact/a.npy")).values();
    float[] found = ArrayFile.read(folder.resolve("rounded/a.npy")).values();
    double error = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    assertThat(Math.sqrt(error / size))
        .as("relative difference")
        .isBetween(1e-5, EMBEDDING_TOLERANCE);
  }

  @Test
  void extract_intoTheFolderOfAnotherPrecision_isRefused() throws IOException {
    Path clip = GoldenClips.write(0, folder.resolve("a.wav"));
    extract("out", "fp32", clip);
    byte[] before = Files.readAllBytes(folder.resolve("out/a.npy"));

    Captured other = extract("out", "bf16", clip);

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("found one of precision fp32: choose").hasLineCount(1);
    assertThat(folder.resolve("out/a.npy")).hasBinaryContent(before);
  }

  @Test
  void anyCommand_unknownPrecision_exitsWith2InOneSentence() throws IOException {
    String clip = GoldenClips.write(0, folder.resolve("a.wav")).toString();
    String out = folder.resolve("out").toString();
    for (Captured refused :
        List.of(
            TinyRun.train(manifests, Path.of(out), "--precision", "fp16"),
            TinyRun.train(manifests, Path.of(out), "--set", "precision=fp16"),
            Captured.run(
                "pretrain",
                "--manifests",
                manifests.toString(),
                "--precision",
                "fp16",
                "--out",
                out),
            Captured.run("predict", "--model", model(), "--precision", "fp16", clip),
            Captured.run(
                "evaluate", "--model", model(), "--manifest", manifest(), "--precision", "fp16"),
            extract("out", "fp16", Path.of(clip)))) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .isEqualToNormalizingNewlines("Expected a precision fp32 or bf16, found 'fp16'.\n");
    }
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void train_precisionTwice_exitsWith2() {
    Captured twice =
        TinyRun.train(
            manifests, folder.resolve("out"), "--precision", "bf16", "--set", "precision=fp32");

    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err())
        .isEqualToNormalizingNewlines(
            "Expected --precision or --set precision, found both: leave one out.\n");
  }

  private JsonNode evaluate(String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", model()));
    args.addAll(List.of("--manifest", manifest(), "--split", "all", "--json", "--quiet"));
    args.addAll(List.of(options));
    return Json.mapper().readTree(Captured.run(args.toArray(String[]::new)).out());
  }

  private static JsonNode predict(String precision) throws IOException {
    String clips = TinyRun.SPEECH.resolve("de/f1").toString();
    return Json.mapper()
        .readTree(
            Captured.run("predict", "--model", model(), "--precision", precision, "--json", clips)
                .out());
  }

  /** Of every clip, by the label's name. */
  private static List<Double> scores(JsonNode result) {
    List<Double> scores = new ArrayList<>();
    for (JsonNode prediction : result.path("predictions")) {
      for (String label : List.of("angry", "happy", "neutral", "sad")) {
        for (JsonNode score : prediction.path("scores")) {
          if (score.path("label").asText().equals(label)) {
            scores.add(score.path("score").asDouble());
          }
        }
      }
    }
    return scores;
  }

  private Captured extract(String out, String precision, Path clip) {
    return Captured.run(
        "extract",
        "--backbone",
        GoldenClips.BACKBONE.toString(),
        "--precision",
        precision,
        "--level",
        "frame",
        "--out",
        folder.resolve(out).toString(),
        clip.toString());
  }

  private static String model() {
    return run.resolve("model").toString();
  }

  private static String manifest() {
    return manifests.resolve("de.csv").toString();
  }
}
