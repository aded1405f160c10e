package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.corpus.Table;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few labelled clips of the target, in train, reproduce and report. */
class FewShotTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path preset = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    manifests = TinyRun.manifests(Files.createDirectory(shared.resolve("m")), "de", "en", "es");
    preset = Files.writeString(shared.resolve("tiny.yaml"), "settings: [EN-DE, ES-DE]\n");
  }

  @Test
  void train_oneShot_hearsFourClipsOfTheTargetAndIsMeasuredOnTheOthers() throws IOException {
    Captured run = TinyRun.train(manifests, folder, "--shots", "1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "all-DE, proposed, seed 0: trained on 20 utterances of 3 speakers in 3 languages, 4 of"
                + " them labelled utterances of the target: few-shot, k = 1")
        .contains("audit clean, target beside the shots first opened as access 29 of 36")
        .doesNotContain("saw nothing");
    JsonNode record = Json.read(folder.resolve("run.json"));
    assertThat(record.path("zeroShot").asBoolean()).isFalse();
    assertThat(record.at("/fewShot/shots").asInt()).isEqualTo(1);
    assertThat(record.at("/data/shots").asInt()).isEqualTo(4);
    assertThat(record.at("/results/all").isMissingNode()).isTrue();
    assertThat(record.at("/results/held-out/utterances").asInt()).isEqualTo(8);
    assertThat(record.at("/results/test/utterances").asInt()).isEqualTo(4);
    assertThat(record.at("/audit/opensByLanguage/TRAINING/de").asInt()).isEqualTo(4);
    assertThat(record.at("/audit/opensByLanguage/VALIDATION/de").isMissingNode()).isTrue();
    List<String> permitted = new ArrayList<>();
    record.at("/fewShot/permitted").forEach(id -> permitted.add(id.asText()));
    assertThat(permitted).hasSize(4).allMatch(id -> id.startsWith("synthetic-de/"));
    assertThat(Table.read(folder.resolve("predictions.csv")).rows())
        .hasSize(8)
        .noneMatch(row -> permitted.contains(row.text("utt_id")))
        .noneMatch(row -> row.text("split").equals("train"));
    assertThat(folder.resolve("model/README.md"))
        .content()
        .contains(
            "all-DE, proposed, few-shot, k = 1", "few-shot, not zero-shot: 4 of them, 1 of each")
        .doesNotContain("saw nothing");
    assertThat(Json.read(folder.resolve("model/config.json")).at("/heard").toString())
        .contains("{\"corpus\":\"synthetic-de\",\"language\":\"de\",\"labelled\":true}");
  }

  @Test
  void train_fewShotThatWasCut_goesOnAndKnowsItsShots() throws IOException {
    Captured first = TinyRun.train(manifests, folder, "--shots", "2");
    JsonNode whole = Json.read(folder.resolve("run.json"));
    Files.delete(folder.resolve("run.json")); // as if it had been killed before the last line

    Captured second = TinyRun.train(manifests, folder, "--shots", "2");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("Resuming after step 4.");
    JsonNode resumed = Json.read(folder.resolve("run.json"));
    assertThat(resumed.path("fewShot")).isEqualTo(whole.path("fewShot"));
    assertThat(resumed.path("results")).isEqualTo(whole.path("results"));
  }

  @Test
  void train_otherShotsInTheSameFolder_exitsWith2() {
    TinyRun.train(manifests, folder, "--shots", "1");

    Captured run = TinyRun.train(manifests, folder, "--shots", "2");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found the finished run of another task").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all-DE|proposed|3|Expected at least 3 utterances of every emotion in the training split of"
            + " the target of all-DE for 3 shots, found 2 of neutral",
        "all-DE|upper-bound|1|found 1 shots for the system upper-bound",
        "all|proposed|1|found 1 shots for the system proposed and the task all:",
        "all-DE|proposed|-1|Expected 0 shots or more, found -1",
      })
  void train_shotsThatCannotBe_exitsWith2(
      String task, String system, String shots, String message) {
    Captured run = TinyRun.trainTask(task, system, manifests, folder, "--shots", shots);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  private Captured reproduce(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "reproduce",
                "--preset",
                preset.toString(),
                "--manifests",
                manifests.toString(),
                "--features",
                "none",
                "--out",
                folder.resolve("grid").toString()));
    args.addAll(TinyRun.options(options));
    return Captured.run(args.toArray(String[]::new));
  }

  @Test
  void reproduce_withShots_trainsEachOnceAndReportsTheCurve() throws IOException {
    Captured zeroShot = reproduce("--systems", "proposed");
    String[] command = {"--systems", "proposed,upper-bound", "--shots", "0,1,2"};
    Captured look = reproduce("--systems", "proposed,upper-bound", "--shots", "2,1", "--dry-run");
    Captured run = reproduce(command);
    Captured again = reproduce(command);

    assertThat(zeroShot.exitCode()).as(zeroShot.err()).isZero();
    assertThat(zeroShot.out()).doesNotContain("few-shot");
    assertThat(look.out()).contains("8 cells are filled by 4 trainings; 1 done, 3 left");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Training 3 of 4, EN-DE-proposed-1-shot-0", "Training 4 of 4, EN-DE-proposed-2")
        .doesNotContain("EN-DE-proposed-0:");
    assertThat(run.out())
        .containsPattern("setting +system +k = 0 +k = 1 +k = 2\n")
        .containsPattern("ES-DE +proposed( +\\d+\\.\\d\\d \\[\\d+\\.\\d \\d+\\.\\d\\]){3}\n");
    assertThat(again.out()).isEqualTo(run.out());
    assertThat(again.err()).isEmpty();
    List<JsonNode> curve = new ArrayList<>();
    for (JsonNode entry : Json.read(folder.resolve("grid/results.json")).path("entries")) {
      if (entry.path("setting").asText().equals("EN-DE")
          && entry.path("set").asText().equals("held-out")) {
        curve.add(entry);
      }
    }
    assertThat(curve).extracting(entry -> entry.path("shots").asInt()).containsExactly(0, 1, 2);
    report(curve);
  }

  private void report(List<JsonNode> curve) throws IOException {
    Path out = folder.resolve("report");
    Captured run =
        Captured.run(
            "report", "--grid", folder.resolve("grid").toString(), "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Wrote the report of 4 trainings");
    List<Table.Row> rows =
        Table.read(out.resolve("few-shot.csv")).rows().stream()
            .filter(row -> row.text("setting").equals("EN-DE"))
            .toList();
    assertThat(rows).hasSize(3);
    for (int k = 0; k < rows.size(); k++) {
      Table.Row row = rows.get(k);
      double uar = Double.parseDouble(row.text("uar"));
      assertThat(row.text("shots")).isEqualTo(String.valueOf(k));
      assertThat(row.text("items")).as("always the same clips").isEqualTo("8");
      assertThat(uar).isCloseTo(curve.get(k).at("/uar/mean").asDouble(), within(1e-12));
      assertThat(Double.parseDouble(row.text("uar_low"))).isLessThanOrEqualTo(uar);
      assertThat(row.text("gain").isEmpty()).isEqualTo(k == 0);
      if (k > 0) {
        assertThat(Double.parseDouble(row.text("gain")))
            .isCloseTo(uar - Double.parseDouble(rows.get(0).text("uar")), within(1e-12));
      }
    }
    assertThat(out.resolve("figures/few-shot-EN-DE-ES-DE.svg"))
        .content()
        .contains("k = 2", "proposed");
    assertThat(out.resolve("report.md"))
        .content()
        .contains("## Few-shot", "| EN-DE, ES-DE | proposed | 2 | 1 | 8 |")
        .containsPattern(
            "\\| EN-DE, ES-DE \\| proposed, k = 2 \\| 0 \\| clean \\| 8 of 40 from access 33 on")
        .as("few-shot runs stand in no zero-shot table")
        .contains("4 of 4 cells");
  }

  @Test
  void report_ofFewShotRunsAlone_exitsWith2() {
    Path few = folder.resolve("few");
    TinyRun.train(manifests, few, "--shots", "1");

    Captured run =
        Captured.run("report", "--runs", few.toString(), "--out", folder.resolve("r").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("that is not few-shot, found 1 few-shot ones").hasLineCount(1);
  }

  @Test
  void train_recordOfAnEarlierVersion_isReadAsZeroShot() throws IOException {
    Captured first = TinyRun.train(manifests, folder);
    Path file = folder.resolve("run.json");
    JsonNode record = Json.read(file);
    remove(record, "", "fewShot", "corpora");
    remove(record, "/settings/training", "warpRange", "colourRange");
    remove(record, "/settings/mini", "norm");
    remove(
        record,
        "/settings/augmentation",
        "codecShare",
        "codecs",
        "codecRateLowest",
        "codecRateHighest");
    Json.write(file, record);

    Captured second = TinyRun.train(manifests, folder);

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
  }

  private static void remove(JsonNode record, String object, String... members) {
    if (record.at(object) instanceof ObjectNode inner) { // a run holds no settings that do not act
      assertThat(inner.remove(List.of(members))).isSameAs(inner);
    }
  }
}
