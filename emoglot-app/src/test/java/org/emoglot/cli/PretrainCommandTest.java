package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a few clips of the synthetic demo corpus. */
class PretrainCommandTest {

  private static final List<String> SETTINGS =
      List.of(
          "training.steps=4",
          "training.validateEvery=2",
          "training.warmupSteps=1",
          "training.clips=4",
          "contrastive.negatives=10",
          "contrastive.entries=8",
          "contrastive.codeWidth=16",
          "contrastive.projectionWidth=16",
          "mini.melBins=16",
          "mini.width=16",
          "mini.layers=1",
          "mini.heads=2",
          "mini.feedForwardWidth=32",
          "mini.positionalKernel=3",
          "mini.positionalGroups=4");

  @TempDir static Path shared;
  private static Path manifests = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void writeManifests() {
    manifests = TinyRun.manifests(shared, "de", "en", "es", "fr");
  }

  private Captured pretrain(Path out, String... options) {
    List<String> args = new ArrayList<>(List.of("pretrain", "--out", out.toString()));
    SETTINGS.forEach(setting -> args.addAll(List.of("--set", setting)));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  @Test
  void pretrain_withoutTheTarget_servesAsABackboneThatHasNotHeardIt() {
    Path out = folder.resolve("pretrained");

    Captured run = pretrain(out, "--manifests", manifests.toString(), "--exclude-language", "de");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("pretrained mini, seed 0: 4 steps on 24 clips (en synthetic-en 0.00 h")
        .contains("none of the 16 of de", "Wrote " + out.resolve("model"));
    assertThat(run.err()).contains("pretraining: 4/4 steps (100 %)", "validation: loss");
    Captured training =
        TinyRun.train(
            manifests,
            folder.resolve("trained"),
            "--backbone",
            out.resolve("model").toString(),
            "--adapt",
            "full");
    assertThat(training.exitCode()).as(training.err()).isZero();
    JsonNode record = Json.read(folder.resolve("trained/run.json"));
    assertThat(record.at("/heard/mark").asText()).isEqualTo("UNHEARD");
  }

  @Test
  void pretrain_withTheTarget_isRefusedAsABackboneUnlessAllowed() {
    Path out = folder.resolve("pretrained");
    String model = out.resolve("model").toString();
    Captured run = pretrain(out, "--manifests", manifests.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();

    Captured refused =
        TinyRun.train(manifests, folder.resolve("a"), "--backbone", model, "--adapt", "full");
    Captured allowed =
        TinyRun.train(
            manifests,
            folder.resolve("b"),
            "--backbone",
            model,
            "--adapt",
            "full",
            "--allow-heard",
            "synthetic-de");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("declares synthetic-de (without labels)");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(Json.read(folder.resolve("b/run.json")).at("/heard/mark").asText())
        .isEqualTo("HEARD_UNLABELLED");
  }

  @Test
  void pretrain_onAFolderWithJson_printsTheRecordAndNothingElse() throws IOException {
    Captured run =
        pretrain(
            folder.resolve("run"),
            "--speech",
            "demo:en=" + TinyRun.SPEECH.resolve("en/f1"),
            "--json",
            "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(Json.mapper().readTree(run.out()))
        .isEqualTo(Json.read(folder.resolve("run/pretrain.json")));
  }

  @Test
  void pretrain_onNothing_exitsWith2() {
    Captured none = pretrain(folder.resolve("run"));
    Captured all =
        pretrain(
            folder.resolve("run"),
            "--manifests",
            manifests.toString(),
            "--exclude-language",
            "de,en,es,fr");
    Captured unknown =
        pretrain(
            folder.resolve("run"),
            "--speech",
            "demo:und=" + TinyRun.SPEECH.resolve("en/f1"),
            "--exclude-language",
            "de");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).startsWith("Expected manifests or folders of speech").hasLineCount(1);
    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.err())
        .startsWith("Expected clips of at least 0.5 s, found none")
        .hasLineCount(1);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("Expected the language of every folder").hasLineCount(1);
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
