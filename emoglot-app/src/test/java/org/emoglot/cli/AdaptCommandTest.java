package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** adapt, and predict --adapt-to, with a model that has not heard German. */
class AdaptCommandTest {

  private static final String SAMPLE = TinyRun.SPEECH.resolve("de/f1").toString();
  private static final String CLIP = TinyRun.SPEECH.resolve("de/m1").toString();

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path model = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    Captured run = TinyRun.train(manifests, shared.resolve("run"), "--unlabelled", "0,2,4");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("  unadapted ", "  0.0 (0.0 to 0.0)\n")
        .contains("  adapted (2 unlabelled clips) ", "  one speaker\n")
        .doesNotContain("-0.0 ", "-0.0)", "+0.0");
    model = shared.resolve("run/model");
  }

  private static JsonNode json(Captured captured) throws IOException {
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    return Json.mapper().readTree(captured.out());
  }

  private Captured adapt(Path out, String... more) {
    String[] options = {"adapt", "--model", model.toString(), "--out", out.toString()};
    String[] all = Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return Captured.run(all);
  }

  private static double score(JsonNode answers, int clip, String label) {
    for (JsonNode score : answers.path("predictions").get(clip).path("scores")) {
      if (score.path("label").asText().equals(label)) {
        return score.path("score").asDouble();
      }
    }
    throw new AssertionError(answers);
  }

  @Test
  void adapt_folder_isAModelThatPredictAndEvaluateTake() throws IOException {
    Path out = folder.resolve("mine");
    Captured adapted = adapt(out, "--audio", SAMPLE);

    assertThat(adapted.exitCode()).as(adapted.err()).isZero();
    assertThat(adapted.out()).contains(" unlabelled clips, which count as ", "Wrote " + out);
    JsonNode by = json(Captured.run("predict", "--model", out.toString(), "--json", "-q", CLIP));
    JsonNode on =
        json(
            Captured.run(
                "predict",
                "--model",
                model.toString(),
                "--adapt-to",
                SAMPLE,
                "--json",
                "-q",
                CLIP));
    JsonNode plain =
        json(Captured.run("predict", "--model", model.toString(), "--json", "-q", CLIP));
    assertThat(score(by, 0, "sad")).isEqualTo(score(on, 0, "sad"), within(1e-6));
    assertThat(score(by, 0, "sad")).isNotEqualTo(score(plain, 0, "sad"));
    assertThat(on.at("/adapted/clips").asInt()).isPositive();
    assertThat(plain.has("adapted")).isFalse();
    assertThat(out.resolve("README.md"))
        .content()
        .contains("# Emotion classifier, adapted (", "neither zero-shot nor few-shot");
    Captured evaluated =
        Captured.run(
            "evaluate",
            "--model",
            out.toString(),
            "--manifest",
            manifests.resolve("en.csv").toString(),
            "--split",
            "all");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("Tier: adapted (", "neither zero-shot nor few-shot")
        .contains("none of these clips is known to be among them");
  }

  private static Manifest german() {
    return Manifest.read(manifests.resolve("de.csv"));
  }

  private JsonNode evaluated(Path adapted, Path manifest) throws IOException {
    return json(
        Captured.run(
            "evaluate",
            "--model",
            adapted.toString(),
            "--manifest",
            manifest.toString(),
            "--split",
            "all",
            "--out",
            folder.resolve("evaluated").toString(),
            "--json",
            "-q"));
  }

  @Test
  void evaluate_clipsThatTheModelWasAdaptedTo_areLeftOutAndNamed() throws IOException {
    List<Utterance> all = german().utterances();
    List<String> heard = all.subList(0, 5).stream().map(Utterance::id).toList();
    Path sample = folder.resolve("sample.csv");
    new Manifest(all.subList(0, 5)).write(sample);
    Path adapted = folder.resolve("mine");
    assertThat(adapt(adapted, "--manifest", sample.toString()).exitCode()).isZero();

    JsonNode result = evaluated(adapted, manifests.resolve("de.csv"));
    Captured text =
        Captured.run(
            "evaluate",
            "--model",
            adapted.toString(),
            "--manifest",
            manifests.resolve("de.csv").toString(),
            "--split",
            "all");

    assertThat(result.at("/adapted/leftOut"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(heard);
    assertThat(result.at("/result/utterances").asInt()).isEqualTo(all.size() - 5);
    assertThat(Files.readString(folder.resolve("evaluated/predictions.csv")))
        .doesNotContain(heard)
        .contains(all.stream().map(Utterance::id).filter(id -> !heard.contains(id)).toList());
    assertThat(text.out())
        .contains("left out of this manifest, since the model was adapted to them: ")
        .contains(heard.subList(0, 3))
        .contains(" and 2 more (--json names all)");
  }

  @Test
  void evaluate_copyUnderAnotherNameOfAnAdaptedClip_isLeftOut() throws IOException {
    List<Utterance> all = german().utterances();
    Path recordings = Files.createDirectory(folder.resolve("recordings"));
    Files.copy(all.get(3).path(), recordings.resolve("memo.wav"));
    Files.copy(all.get(7).path(), recordings.resolve("other.wav"));
    Path adapted = folder.resolve("mine");
    assertThat(adapt(adapted, "--audio", recordings.toString()).exitCode()).isZero();

    JsonNode result = evaluated(adapted, manifests.resolve("de.csv"));

    assertThat(result.at("/adapted/leftOut"))
        .extracting(JsonNode::asText)
        .containsExactly(all.get(3).id(), all.get(7).id());
    assertThat(result.at("/result/utterances").asInt()).isEqualTo(all.size() - 2);
  }

  @Test
  void evaluate_nothingButAdaptedClips_isRefused() {
    Path adapted = folder.resolve("mine");
    Path manifest = manifests.resolve("de.csv");
    assertThat(adapt(adapted, "--manifest", manifest.toString()).exitCode()).isZero();

    Captured refused =
        Captured.run("evaluate", "--model", adapted.toString(), "--manifest", manifest.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Expected clips in " + manifest + " that the model was not adapted to");
  }

  @Test
  void predict_adaptToSelf_isAsAdaptedToTheSameFolder() throws IOException {
    JsonNode self =
        json(
            Captured.run(
                "predict",
                "--model",
                model.toString(),
                "--adapt-to",
                "self",
                "--json",
                "-q",
                SAMPLE));
    JsonNode folderOf =
        json(
            Captured.run(
                "predict",
                "--model",
                model.toString(),
                "--adapt-to",
                SAMPLE,
                "--json",
                "-q",
                SAMPLE));

    assertThat(self.path("predictions").size())
        .isEqualTo(folderOf.path("predictions").size())
        .isGreaterThan(3);
    assertThat(self.at("/adapted/clips")).isEqualTo(folderOf.at("/adapted/clips"));
    for (int i = 0; i < self.path("predictions").size(); i++) {
      assertThat(score(self, i, "angry")).isEqualTo(score(folderOf, i, "angry"), within(1e-5));
    }
  }

  @Test
  void predict_adaptToSelfOneAnswerAFile_sameWay() throws IOException {
    JsonNode self =
        json(
            Captured.run(
                "predict",
                "--model",
                model.toString(),
                "--adapt-to",
                "self",
                "--segments",
                "off",
                "--json",
                "-q",
                SAMPLE));

    assertThat(self.at("/adapted/clips").asInt()).isPositive();
  }

  @Test
  void adapt_manifest_namesItsUtterances() throws IOException {
    Path out = folder.resolve("mine");
    JsonNode result =
        json(adapt(out, "--manifest", manifests.resolve("de.csv").toString(), "--json", "-q"));

    assertThat(result.path("clips").asInt() + result.path("without_speech").asInt()).isEqualTo(16);
    assertThat(Json.read(out.resolve("config.json")).at("/adapted/clips/0/clip").asText())
        .startsWith("synthetic-de/");
  }

  @Test
  void adapt_again_replacesAndStartsFromTheSameModel() throws IOException {
    Path out = folder.resolve("mine");
    adapt(out, "--audio", SAMPLE);
    String first = Json.read(out.resolve("config.json")).at("/adapted/shift/values").toString();

    Captured again =
        Captured.run(
            "adapt", "--model", out.toString(), "--audio", SAMPLE, "--out", out.toString());

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(Json.read(out.resolve("config.json")).at("/adapted/shift/values").toString())
        .isEqualTo(first);
  }

  @Test
  void adapt_ontoSomethingElse_isRefused() throws IOException {
    Path out = Files.createDirectory(folder.resolve("full"));
    Files.writeString(out.resolve("notes.txt"), "mine");

    Captured refused = adapt(out, "--audio", SAMPLE);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("Expected nothing, or an adapted model, at " + out);
    assertThat(out.resolve("notes.txt")).exists();
  }

  @Test
  void pack_ofAnAdaptedModel_isRefusedWithTheModelItWasMadeOf() throws IOException {
    Path adapted = folder.resolve("adapted");
    assertThat(adapt(adapted, "--audio", SAMPLE).exitCode()).isZero();
    Path out = folder.resolve("packed");
    Captured refused = Captured.run("pack", "--model", adapted.toString(), "--out", out.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("found an adapted one in " + adapted)
        .contains("name the model that it was made of, ");
    assertThat(out).doesNotExist();
  }

  @Test
  void adapt_nothing_isRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path broken = Files.writeString(folder.resolve("broken.wav"), "no audio");

    for (Captured refused :
        List.of(
            adapt(folder.resolve("a")),
            adapt(folder.resolve("b"), "--audio", empty.toString()),
            adapt(folder.resolve("c"), "--audio", broken.toString()),
            Captured.run(
                "predict", "--model", model.toString(), "--adapt-to", empty.toString(), CLIP))) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("Expected ").doesNotContain("Exception");
    }
    assertThat(folder.resolve("c")).doesNotExist();
  }

  @Test
  void adapt_modelOfAnEarlierVersion_isRefused() throws IOException {
    Path earlier = Files.createDirectory(folder.resolve("earlier"));
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, earlier.resolve(file.getFileName()));
      }
    }
    ObjectNode config = (ObjectNode) Json.read(earlier.resolve("config.json"));
    config.remove("source_logits");
    Json.write(earlier.resolve("config.json"), config);

    Captured refused =
        Captured.run("predict", "--model", earlier.toString(), "--adapt-to", "self", CLIP);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("train it, or join it, again with this version");
  }

  @Test
  void reproduce_unlabelled_showsTheCurveAndOneSidedSamples() throws IOException {
    Path preset = Files.writeString(folder.resolve("tiny.yaml"), "settings: [all-DE]\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                "reproduce",
                "--preset",
                preset.toString(),
                "--manifests",
                manifests.toString(),
                "--systems",
                "baseline2",
                "--unlabelled",
                "0,4",
                "--out",
                folder.resolve("grid").toString()));
    command.addAll(TinyRun.options());

    Captured run = Captured.run(command.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("once adapted to n clips", "n = 0", "n = 4", "80 % sad");
    JsonNode results = Json.read(folder.resolve("grid/results.json"));
    assertThat(results.at("/adapted/0/kind").asText()).isEqualTo("random");
    Captured report =
        Captured.run(
            "report",
            "--grid",
            folder.resolve("grid").toString(),
            "--out",
            folder.resolve("report").toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(folder.resolve("report/report.md"))
        .content()
        .contains("## Adapted to unlabelled clips", "adapted (4 unlabelled clips)")
        .contains("| 0.00 \\[0.00, 0.00\\] |")
        .doesNotContain("-0.00");
    assertThat(folder.resolve("report/adapted.csv")).content().startsWith("setting,system,");
  }
}
