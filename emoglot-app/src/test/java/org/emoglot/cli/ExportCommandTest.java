package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trained model as an ONNX file, and its answers. */
class ExportCommandTest {

  private static final String CLIP = TinyRun.SPEECH.resolve("de/f1/sad_01.flac").toString();

  @TempDir static Path shared;
  private static Path model = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    Path manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    Path run = shared.resolve("run");
    assertThat(TinyRun.train(manifests, run).exitCode()).isZero();
    model = run.resolve("model");
  }

  @ParameterizedTest
  @CsvSource({"fp32, 1e-4", "fp16, 0.01", "int8, 0.05"})
  void predict_withTheExportedFile_answersAsBefore(String precision, double most)
      throws IOException {
    Path file = folder.resolve("model.onnx");
    Captured export = export(model, file, "--precision", precision);
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(export.out()).startsWith("Wrote " + file).contains(precision);

    JsonNode expected = scores(model, "--engine", "torch");
    JsonNode found = scores(file);
    for (JsonNode score : found) {
      String label = score.path("label").asText();
      assertThat(score.path("score").asDouble())
          .as(label)
          .isCloseTo(scoreOf(label, expected), within(most));
    }
  }

  private static double scoreOf(String label, JsonNode scores) {
    for (JsonNode score : scores) {
      if (score.path("label").asText().equals(label)) {
        return score.path("score").asDouble();
      }
    }
    throw new AssertionError("no " + label);
  }

  private static JsonNode scores(Path model, String... options) throws IOException {
    String[] words = new String[options.length + 5];
    System.arraycopy(options, 0, words, 5, options.length);
    System.arraycopy(
        new String[] {"predict", "--json", "--model", model.toString(), CLIP}, 0, words, 0, 5);
    Captured run = Captured.run(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Json.mapper().readTree(run.out()).at("/predictions/0/scores");
  }

  @Test
  void evaluate_withTheExportedFile_knowsWhatTheModelHasHeard() throws IOException {
    Path file = folder.resolve("model.onnx");
    assertThat(export(model, file).exitCode()).isZero();

    JsonNode expected = evaluation(model);
    JsonNode found = evaluation(file);

    assertThat(expected.at("/heard/mark").asText()).isNotEqualTo("UNHEARD");
    assertThat(found.at("/heard/mark")).isEqualTo(expected.at("/heard/mark"));
    assertThat(found.at("/result/uar/value")).isEqualTo(expected.at("/result/uar/value"));
    assertThat(found.at("/provenance/inputs").toString()).contains(Sha256.of(file));
  }

  private static JsonNode evaluation(Path model) throws IOException {
    Captured run =
        Captured.run(
            "evaluate",
            "--json",
            "--quiet",
            "--model",
            model.toString(),
            "--manifest",
            shared.resolve("manifests/en.csv").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Json.mapper().readTree(run.out());
  }

  @Test
  void predict_engineThatCannotOpenTheModel_exitsWith2() {
    Captured run = Captured.run("predict", "--engine", "onnx", "--model", model.toString(), CLIP);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected an exported model for the engine onnx");

    Captured unknown =
        Captured.run("predict", "--engine", "abacus", "--model", model.toString(), CLIP);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("Expected an engine among ").contains("'abacus'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format | jax | Expected a --format onnx, transformers, peft, found 'jax'",
        "--format | transformers | Expected a model on one of the encoders wav2vec2, hubert,",
        "--format | peft | Expected a model on one of the encoders wav2vec2, hubert,",
        "--precision | int4 | Expected a precision fp32, fp16 or int8, found 'int4'",
      })
  void export_unknownChoice_exitsWith2AndWritesNothing(
      String option, String value, String message) {
    Path file = folder.resolve("model.onnx");
    Captured run = export(model, file, option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).hasLineCount(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void export_precisionOfAnExactFormat_exitsWith2() {
    Captured run = export(model, folder.resolve("out"), "--format", "peft", "--precision", "int8");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected --precision fp32 for --format peft");
  }

  @Test
  void export_folderAsOut_exitsWith2() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Captured run = export(model, out);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Expected a file to write with --out, found the folder " + out);
  }

  private static Captured export(Path model, Path out, String... options) {
    String[] words = new String[options.length + 5];
    System.arraycopy(options, 0, words, 5, options.length);
    System.arraycopy(
        new String[] {"export", "--model", model.toString(), "--out", out.toString()},
        0,
        words,
        0,
        5);
    return Captured.run(words);
  }
}
