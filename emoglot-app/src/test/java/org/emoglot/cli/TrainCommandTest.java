package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a few clips of the synthetic demo corpus. */
class TrainCommandTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void writeManifests() {
    manifests = TinyRun.manifests(shared, "de", "en", "es", "fr");
  }

  @Test
  void train_tinyNetwork_writesModelPredictionsAndRecord() throws IOException {
    Captured run = TinyRun.train(manifests, folder);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "all-DE, proposed, seed 0: trained on 24 utterances of 3 speakers in 3 languages,"
                + " target unseen in training")
        .contains("audit clean, target first opened as access 37 of 52", "Wrote " + folder);
    assertThat(run.err()).contains("training all-DE proposed: 4/4 steps (100 %)");
    JsonNode record = Json.read(folder.resolve("run.json"));
    assertThat(record.at("/audit/opensByLanguage/FINAL_EVALUATION").size()).isEqualTo(1);
    assertThat(record.at("/results/all/utterances").asInt()).isEqualTo(16);
    assertThat(record.at("/results/test/utterances").asInt()).isEqualTo(4);
    assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(17);
    assertThat(folder.resolve("model"))
        .isDirectoryContaining("glob:**/config.json")
        .isDirectoryContaining("glob:**/model.safetensors")
        .isDirectoryContaining("glob:**/README.md");
  }

  @Test
  void train_allLanguages_writesAModelThatIsMeasuredOnNothing() throws IOException {
    Captured run = TinyRun.trainTask("all", "proposed", manifests, folder);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "all, proposed, seed 0: trained on 32 utterances of 4 speakers in 4 languages, all"
                + " available languages")
        .contains("not evaluated", "audit clean, 48 accesses");
    assertThat(Json.read(folder.resolve("run.json")).at("/results")).isEmpty();
    assertThat(folder.resolve("model/README.md")).content().contains("No language was left");
    assertThat(TinyRun.trainTask("all", "proposed", manifests, folder).out())
        .as("shown again")
        .isEqualTo(run.out());
  }

  @Test
  void train_withJson_printsTheRecordAndNothingElse() throws IOException {
    Captured run = TinyRun.train(manifests, folder, "--json", "--quiet");

    assertThat(run.err()).isEmpty();
    assertThat(Json.mapper().readTree(run.out())).isEqualTo(Json.read(folder.resolve("run.json")));
  }

  @Test
  void train_onceMore_showsTheResultAgain() {
    Captured first = TinyRun.train(manifests, folder);

    Captured second = TinyRun.train(manifests, folder);

    assertThat(second.err()).contains("This run is already done").doesNotContain("steps");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void train_withACheckpoint_saysThatItGoesOn() throws IOException {
    Captured first = TinyRun.train(manifests, folder);
    Files.delete(folder.resolve("run.json")); // as if it had been killed before the last line

    Captured second = TinyRun.train(manifests, folder);

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("Resuming after step 4.");
    assertThat(second.out().lines().limit(4))
        .as("the result of the same weights")
        .isEqualTo(first.out().lines().limit(4).toList());
  }

  @Test
  void train_inTheFolderOfAnotherSeed_exitsWith2() {
    TinyRun.train(manifests, folder);

    Captured run = TinyRun.train(manifests, folder, "--seed", "7");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found the finished run of another task").hasLineCount(1);
  }

  @Test
  void train_withAFeatureStore_computesWhatIsFrozenOnce() throws IOException {
    Path store = folder.resolve("store");
    Captured first = TinyRun.train(manifests, folder.resolve("a"), "--features", store.toString());
    Captured second = TinyRun.train(manifests, folder.resolve("b"), "--features", store.toString());
    Captured without = TinyRun.train(manifests, folder.resolve("c"), "--features", "none");

    assertThat(first.err()).doesNotContain("from earlier runs");
    assertThat(second.err()).contains("The features of 36 of 36 clips come from earlier runs.");
    assertThat(without.err()).doesNotContain("from earlier runs");
    for (String other : List.of("b", "c")) {
      assertThat(folder.resolve(other).resolve("model/model.safetensors"))
          .hasSameBinaryContentAs(folder.resolve("a/model/model.safetensors"));
    }
  }

  @Test
  void train_unusableFeatureStore_exitsWith2() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Captured run = TinyRun.train(manifests, folder.resolve("out"), "--features", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("feature store").contains(file.toString()).hasLineCount(1);

    run =
        TinyRun.train(
            manifests, folder.resolve("out"), "--features", folder + "/s", "--features-limit", "x");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--features-limit, found 'x'").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.step=5|found 'training.step'",
        "training=5|for the setting 'training'",
        "training.steps=many|for the setting 'training.steps', found \"many\"",
        "training.steps=0|Expected training.steps to be positive, found 0",
      })
  void train_withABadSetting_namesItAndExitsWith2(String setting, String message) {
    Captured run = TinyRun.train(manifests, folder, "--set", setting);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all-DE|baseline1|Expected a task with a source language, such as EN-DE",
        "all-DE|porposed|Expected one of the systems baseline1, baseline2",
        "all-IT|proposed|Expected a manifest of language it, the target of all-IT",
        "IT-DE|baseline1|Expected a manifest of language it, the source of IT-DE",
        "DE-DE|proposed|Expected a task such as EN-DE (source-target), all-DE, or all, found"
            + " 'DE-DE'",
      })
  void train_whatCannotBePlanned_exitsWith2(String task, String system, String message) {
    Captured run = TinyRun.trainTask(task, system, manifests, folder);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void train_withoutManifests_exitsWith2() {
    Captured run = TinyRun.train(folder, folder);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected manifests (*.csv) in " + folder).hasLineCount(1);
  }

  @Test
  void train_withoutTheBackbone_exitsWith2() {
    Path absent = folder.resolve("absent");

    Captured run = TinyRun.train(manifests, folder, "--backbone", absent.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Expected a backbone folder")
        .contains(absent.toString())
        .hasLineCount(1);
  }
}
