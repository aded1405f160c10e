package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model, packed, and what it answers. */
class PackCommandTest {

  private static final Path SAD = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");

  @TempDir static Path shared;
  private static Path model = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    Path manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    assertThat(TinyRun.train(manifests, shared.resolve("run")).exitCode()).isZero();
    model = shared.resolve("run/model");
  }

  @Test
  void pack_int8_isSmallerAndAnswersAlike() throws IOException {
    Path out = folder.resolve("small");
    Captured run =
        Captured.run("pack", "--model", model.toString(), "--out", out.toString(), "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode result = Json.mapper().readTree(run.out());
    assertThat(result.at("/packed/precision").asText()).isEqualTo("int8");
    assertThat(result.at("/bytes").asLong()).isPositive();
    double before = score(model);
    assertThat(score(out)).isNotEqualTo(before).isCloseTo(before, within(0.05));
  }

  @Test
  void pack_fp32_answersTheSame() throws IOException {
    Path out = folder.resolve("whole");
    Captured run =
        Captured.run(
            "pack", "--model", model.toString(), "--precision", "fp32", "-o", out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("Wrote .*whole, [0-9.]+ MB, matrices in fp32\\.");
    assertThat(score(out)).isEqualTo(score(model));
  }

  @Test
  void pack_badInput_isRefusedInASentence() throws IOException {
    Path out = folder.resolve("out");
    refused(
        Captured.run("pack", "--model", folder.resolve("none").toString(), "--out", out.toString()),
        "Expected the folder of a saved model");
    refused(
        Captured.run(
            "pack", "--model", model.toString(), "--out", out.toString(), "--precision", "int4"),
        "Expected a precision fp32, fp16 or int8, found 'int4'");
    assertThat(out).doesNotExist();
    Files.writeString(out, "mine");
    refused(
        Captured.run("pack", "--model", model.toString(), "--out", out.toString()),
        "Expected nothing, or an empty folder");
    assertThat(out).content().isEqualTo("mine");
  }

  private static double score(Path folder) throws IOException {
    Captured run =
        Captured.run(
            "predict",
            "--model",
            folder.toString(),
            "--segments",
            "off",
            "--json",
            "--quiet",
            SAD.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Json.mapper().readTree(run.out()).at("/predictions/0/scores/0/score").asDouble();
  }

  private static void refused(Captured run, String words) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }
}
