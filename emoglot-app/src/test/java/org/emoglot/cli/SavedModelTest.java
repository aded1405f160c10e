package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** evaluate and predict, with a model that was trained on English, Spanish and French. */
class SavedModelTest {

  private static final String SAD = TinyRun.SPEECH.resolve("de/f1/sad_01.flac").toString();

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path run = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    run = shared.resolve("run");
    assertThat(TinyRun.train(manifests, run).exitCode()).isZero();
  }

  @Test
  void evaluate_onTheTarget_meetsTheFiguresOfTheTraining() throws IOException {
    Captured all = evaluate("de.csv", "--split", "all", "--json", "--quiet");

    assertThat(all.exitCode()).isZero();
    assertThat(all.err()).isEmpty();
    JsonNode evaluation = Json.mapper().readTree(all.out());
    assertThat(evaluation.path("result"))
        .isEqualTo(Json.read(run.resolve("run.json")).at("/results/all"));
    assertThat(evaluation.at("/heard/mark").asText()).isEqualTo("UNHEARD");
  }

  /** The threshold is the model's, so that a model with a higher one answers less. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 16"})
  void evaluate_withAnotherThreshold_saysHowManyAnswersAreUncertain(double threshold, int uncertain)
      throws IOException {
    Path other = modelThatRejectsBelow(threshold);

    Captured text = evaluateWith(other, "--split", "all");
    JsonNode json = Json.mapper().readTree(evaluateWith(other, "--split", "all", "--json").out());

    assertThat(text.out()).contains("uncertain: %d of 16 (".formatted(uncertain));
    assertThat(json.at("/rejection/uncertain").asInt()).isEqualTo(uncertain);
    assertThat(json.at("/rejection/answered/utterances").asInt()).isEqualTo(16 - uncertain);
    if (uncertain == 0) {
      assertThat(json.at("/rejection/answered")).isEqualTo(json.path("result"));
      assertThat(text.out()).contains("; UAR of the others ");
    } else {
      assertThat(text.out()).contains("; no answer is left\n");
    }
  }

  @Test
  void evaluate_withOut_writesPredictionsAndResult() throws IOException {
    Captured all = evaluate("de.csv", "--split", "all", "--json", "--out", folder.toString());

    assertThat(Json.read(folder.resolve("result.json")))
        .isEqualTo(Json.mapper().readTree(all.out()));
    assertThat(folder.resolve("predictions.csv"))
        .hasSameTextualContentAs(run.resolve("predictions.csv"));
  }

  /** All figures follow from the predictions and the labels. */
  @Test
  void evaluate_onTheTarget_saysHowFarToTrustTheAnswers() throws IOException {
    Path out = folder.resolve("trust");
    Captured text = evaluate("de.csv", "--split", "all", "--out", out.toString());
    JsonNode json = Json.read(out.resolve("result.json"));

    assertThat(json.at("/calibration/items").asInt()).isEqualTo(16);
    assertThat(json.at("/calibration/ece").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.path("calibrated").asText()).isEqualTo("validation clips");
    double error = 1 - json.at("/result/accuracy").asDouble();
    assertThat(json.at("/riskCoverage/error").asDouble()).isCloseTo(error, within(1e-12));
    assertThat(json.at("/riskCoverage/points")).hasSize(100);
    assertThat(json.at("/riskCoverage/area").asDouble()).isBetween(0.0, 1.0);

    double from = Json.read(Path.of(model(), "config.json")).path("answer_set_from").asDouble();
    int covered = 0;
    int size = 0;
    for (PredictionTable.Row row : PredictionTable.read(out.resolve("predictions.csv")).rows()) {
      for (int k = 0; k < 4; k++) {
        String label = LabelSet.FOUR.name(k);
        boolean in = row.probabilities()[k] >= from || label.equals(row.predicted());
        size += in ? 1 : 0;
        covered += in && label.equals(row.label()) ? 1 : 0;
      }
    }
    assertThat(json.at("/answerSets/wanted").asDouble()).isEqualTo(0.9);
    assertThat(json.at("/answerSets/coverage").asDouble()).isEqualTo(covered / 16.0);
    assertThat(json.at("/answerSets/size").asDouble()).isEqualTo(size / 16.0);
    assertThat(text.out())
        .contains("; fitted to validation clips\n", "hold the truth (90 % wanted); ")
        .containsPattern("error of the most confident answers: [0-9.]+ % of 100 %, ");
    assertThat(Files.readString(out.resolve("risk-coverage.svg"))).contains(">answered %<");
    assertThat(ImageIO.read(out.resolve("risk-coverage.png").toFile()).getWidth()).isPositive();
  }

  @Test
  void evaluate_clipWithoutSpeech_isCountedNamedAndAnswered() throws IOException {
    Path noise = folder.resolve("noise.wav");
    try (InputStream file = getClass().getResourceAsStream("/cases/05_digital_silence.wav")) {
      Files.copy(file, noise);
    }
    List<Utterance> clips = new ArrayList<>(TinyRun.utterances(Corpus.SYNTHETIC_DE).subList(0, 3));
    Utterance first = clips.get(0);
    clips.set(
        0,
        new Utterance(
            first.id(),
            first.corpus(),
            first.language(),
            first.speaker(),
            first.label(),
            first.split(),
            noise,
            1));
    Path manifest = folder.resolve("noise.csv");
    new Manifest(clips).write(manifest);

    Captured text = evaluate(manifest.toString(), "--split", "all");
    JsonNode json =
        Json.mapper().readTree(evaluate(manifest.toString(), "--split", "all", "--json").out());

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains(
            "1 of 3 clips have no detected speech, and were answered all the same: %s.\n"
                .formatted(first.id()));
    assertThat(json.path("withoutSpeech")).extracting(JsonNode::asText).containsExactly(first.id());
    assertThat(json.at("/result/utterances").asInt()).isEqualTo(3);
  }

  @Test
  void predict_asJson_hasTheAnswersThatAreLikelyEnough() throws IOException {
    double from = Json.read(Path.of(model(), "config.json")).path("answer_set_from").asDouble();
    for (String line : predict("--format", "jsonl", "-q", SAD).out().lines().toList()) {
      JsonNode answer = Json.mapper().readTree(line);
      List<String> expected = new ArrayList<>();
      for (JsonNode score : answer.path("scores")) {
        if (expected.isEmpty() || score.path("score").asDouble() >= from) {
          expected.add(score.path("label").asText());
        }
      }
      assertThat(answer.path("answers"))
          .extracting(JsonNode::asText)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void evaluate_withoutOptions_showsTheTestSplit() {
    Captured test = evaluate("de.csv");

    assertThat(test.exitCode()).isZero();
    assertThat(test.out())
        .contains(
            "de.csv, split test: 4 utterances",
            "UAR (balanced accuracy, UA)",
            "accuracy (WA)",
            "true \\ predicted  neutral  happy  angry  sad",
            "UAR leaves out",
            "it has not heard this language");
  }

  @Test
  void evaluate_onATrainingCorpus_marksItAsHeard() {
    assertThat(evaluate("en.csv").out())
        .contains("HEARD: the model declares synthetic-en with labels; the figures are not zero");
  }

  @Test
  void evaluate_withoutClipsOfAnEmotion_leavesItOut() {
    Path manifest = manifestWithout("sad");

    Captured all = evaluate(manifest.toString(), "--split", "all");

    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(all.out()).containsPattern("sad +0 +- +- +- +-\n");
  }

  @Test
  void evaluate_withAnUnknownLabel_exitsWith2() {
    List<Utterance> utterances = new ArrayList<>();
    for (Utterance u : TinyRun.utterances(Corpus.SYNTHETIC_DE)) {
      String label = u.label().equals("sad") ? "fear" : u.label();
      utterances.add(
          new Utterance(
              u.id(), u.corpus(), u.language(), u.speaker(), label, u.split(), u.path(), 1));
    }
    Path manifest = folder.resolve("fear.csv");
    new Manifest(utterances).write(manifest);

    Captured test = evaluate(manifest.toString());

    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.err())
        .startsWith("Expected the labels [neutral, happy, angry, sad] of the model")
        .contains("found 'fear' of synthetic-de/")
        .hasLineCount(1);
  }

  @Test
  void evaluate_withADamagedClip_namesItAndExitsWith2() throws IOException {
    Utterance sad = TinyRun.utterances(Corpus.SYNTHETIC_DE).get(0);
    Path damaged = Files.writeString(folder.resolve("damaged.flac"), "no FLAC");
    Path manifest = folder.resolve("damaged.csv");
    new Manifest(
            List.of(
                new Utterance(
                    sad.id(),
                    sad.corpus(),
                    sad.language(),
                    sad.speaker(),
                    sad.label(),
                    sad.split(),
                    damaged,
                    1)))
        .write(manifest);

    Captured all = evaluate(manifest.toString(), "--split", "all", "--json");

    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(Json.mapper().readTree(all.out()).path("error").asText())
        .contains(damaged.toString());
  }

  @Test
  void evaluate_withSomeDamagedClips_namesEachAndKeepsTheOtherAnswers() throws IOException {
    List<Utterance> clips = new ArrayList<>(TinyRun.utterances(Corpus.SYNTHETIC_DE).subList(0, 5));
    for (int i : new int[] {0, 3}) {
      Utterance clip = clips.get(i);
      clips.set(
          i,
          new Utterance(
              clip.id(),
              clip.corpus(),
              clip.language(),
              clip.speaker(),
              clip.label(),
              clip.split(),
              Files.writeString(folder.resolve("damaged-%d.flac".formatted(i)), "no FLAC"),
              1));
    }
    Path manifest = folder.resolve("some.csv");
    new Manifest(clips).write(manifest);
    Path out = folder.resolve("out");

    Captured all = evaluate(manifest.toString(), "--split", "all", "--out", out.toString());

    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.out()).isEmpty();
    assertThat(all.err())
        .contains("damaged-0.flac", "damaged-3.flac", "Wrote the answers to the other 3 clips")
        .endsWith(
            "found 2 that cannot be heard: restore them, or take their rows out of the manifest.\n");
    assertThat(Files.readAllLines(out.resolve("predictions.csv"))).hasSize(4);
    assertThat(out.resolve("result.json")).doesNotExist();
  }

  @Test
  void evaluate_withABadSplit_exitsWith2() {
    assertThat(evaluate("de.csv", "--split", "dev").err())
        .isEqualToNormalizingNewlines("Expected a split test, all, val or train, found 'dev'.\n");
    Path onlyTraining = folder.resolve("train.csv");
    new Manifest(TinyRun.utterances(Corpus.SYNTHETIC_DE).subList(0, 1)).write(onlyTraining);
    Captured test = evaluate(onlyTraining.toString());
    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.err()).contains("found none; --split all takes every utterance");
  }

  @Test
  void evaluate_withOut_writesFiguresOfEveryEmotionAndAPictureOfTheConfusion() throws IOException {
    Path out = folder.resolve("evaluated");

    Captured run =
        Captured.run(
            "evaluate",
            "--model",
            model(),
            "--manifest",
            manifests.resolve("de.csv").toString(),
            "--split",
            "all",
            "--out",
            out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("ROC AUC, mean over the emotions")
        .containsPattern("emotion +utterances +recall +precision +F1 +ROC AUC\n");
    JsonNode result = Json.read(out.resolve("result.json"));
    JsonNode confusion = result.path("result").path("confusion");
    double areas = 0;
    for (JsonNode emotion : result.path("emotions")) {
      String label = emotion.path("label").asText();
      long right = confusion.path(label).path(label).asLong();
      long predicted = 0;
      for (JsonNode row : confusion) {
        predicted += row.path(label).asLong();
      }
      assertThat(emotion.path("predicted").asLong()).as(label).isEqualTo(predicted);
      if (predicted > 0) {
        assertThat(emotion.path("precision").asDouble()).isEqualTo((double) right / predicted);
      }
      assertThat(emotion.path("recall").asDouble())
          .isEqualTo((double) right / emotion.path("support").asLong());
      areas += emotion.path("rocAuc").asDouble();
    }
    assertThat(result.path("rocAuc").asDouble()).isCloseTo(areas / 4, within(1e-12));
    assertThat(Files.readString(out.resolve("confusion.svg"))).contains(">truth<", ">neutral<");
    assertThat(ImageIO.read(out.resolve("confusion.png").toFile()).getWidth()).isPositive();
  }

  @Test
  void evaluate_withoutModelOrManifest_exitsWith2() {
    Path absent = folder.resolve("absent");

    Captured noModel =
        Captured.run(
            "evaluate",
            "--model",
            absent.toString(),
            "--manifest",
            manifests.resolve("de.csv").toString());
    Captured noManifest = evaluate(absent.toString());

    assertThat(noModel.exitCode()).isEqualTo(2);
    assertThat(noModel.err())
        .isEqualToNormalizingNewlines(
            "Expected the folder of a saved model at " + absent + ", found no folder there.\n");
    assertThat(noManifest.exitCode()).isEqualTo(2);
    assertThat(noManifest.err()).contains(absent.toString()).hasLineCount(1);
  }

  @Test
  void predict_withTheFolderOfARun_exitsWith2() {
    Captured wrong = Captured.run("predict", "--model", run.toString(), SAD);

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).startsWith("Expected a JSON file at " + run).hasLineCount(1);
  }

  @Test
  void predict_clip_showsATable() {
    Captured clip = predict(SAD);

    assertThat(clip.exitCode()).isZero();
    assertThat(clip.out())
        .hasLineCount(2)
        .containsPattern("^file +emotion +neutral +happy +angry +sad\n")
        .contains(SAD);
  }

  @Test
  void predict_folderAsJsonLines_answersInOrderAndEachAsAlone() throws IOException {
    Captured lines =
        predict("--format", "jsonl", "--quiet", TinyRun.SPEECH.resolve("de").toString());

    assertThat(lines.exitCode()).isZero();
    assertThat(lines.err()).isEmpty();
    List<JsonNode> answers = new ArrayList<>();
    for (String line : lines.out().lines().toList()) {
      answers.add(Json.mapper().readTree(line));
    }
    assertThat(answers).hasSize(120);
    assertThat(answers).extracting(answer -> answer.path("path").asText()).isSorted();
    JsonNode inTheCrowd =
        answers.stream().filter(a -> a.path("path").asText().equals(SAD)).findFirst().orElseThrow();
    JsonNode alone = Json.mapper().readTree(predict("--format", "jsonl", SAD).out());
    assertThat(inTheCrowd.path("label")).isEqualTo(alone.path("label"));
    assertThat(inTheCrowd.path("scores"))
        .hasSize(4)
        .zipSatisfy(
            alone.path("scores"),
            (a, b) -> {
              assertThat(a.path("label")).isEqualTo(b.path("label"));
              assertThat(a.path("score").asDouble())
                  .isCloseTo(b.path("score").asDouble(), offset(1e-5));
            });
    assertThat(alone.path("label")).isEqualTo(alone.at("/scores/0/label"));
  }

  @Test
  void predict_withADamagedFileAmongGoodOnes_answersTheOthersAndExitsWith2() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.wav"), "no WAV");
    Path absent = folder.resolve("absent.wav");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Captured mixed =
        predict("--json", damaged.toString(), SAD, absent.toString(), empty.toString());

    assertThat(mixed.exitCode()).isEqualTo(2);
    JsonNode result = Json.mapper().readTree(mixed.out());
    assertThat(result.path("predictions").findValuesAsText("path")).containsExactly(SAD);
    assertThat(result.path("failed").findValuesAsText("path"))
        .containsExactlyInAnyOrder(damaged.toString(), absent.toString(), empty.toString());
    assertThat(mixed.err())
        .contains(
            "Expected an audio file at " + absent,
            "Expected audio files below " + empty + ", found none",
            "3 of 4 could not be read.");
  }

  @Test
  void predict_withNothingReadable_printsNoTable() {
    Captured nothing = predict(folder.resolve("absent.wav").toString());

    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
  }

  @Test
  void predict_withoutFiles_exitsWith2() {
    Captured none = predict();

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("<file or folder>").hasLineCount(1);
  }

  private Path manifestWithout(String label) {
    Path manifest = folder.resolve("without.csv");
    new Manifest(
            TinyRun.utterances(Corpus.SYNTHETIC_DE).stream()
                .filter(utterance -> !utterance.label().equals(label))
                .toList())
        .write(manifest);
    return manifest;
  }

  private Path modelThatRejectsBelow(double threshold) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("other-threshold"));
    try (Stream<Path> files = Files.list(run.resolve("model"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    ObjectNode config = (ObjectNode) Json.read(copy.resolve("config.json"));
    Json.write(copy.resolve("config.json"), config.put("reject_below", threshold));
    return copy;
  }

  private static Captured evaluateWith(Path model, String... options) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", model.toString()));
    args.addAll(List.of("--manifest", manifests.resolve("de.csv").toString()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  private static Captured evaluate(String manifest, String... options) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", model()));
    args.addAll(List.of("--manifest", manifests.resolve(manifest).toString()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  private static Captured predict(String... options) {
    List<String> args = new ArrayList<>(List.of("predict", "--model", model()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  private static String model() {
    return run.resolve("model").toString();
  }
}
