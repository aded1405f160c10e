package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.corpus.Table;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two English corpora to train on, two German ones to be measured on, a Spanish one beside. */
class SeveralCorporaTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path run = Path.of("");
  private static Captured train = new Captured(-1, "", "");

  @BeforeAll
  static void trainOnAll() throws IOException {
    manifests = Files.createDirectory(shared.resolve("m"));
    DemoManifests.write(manifests, "one-english", "en", "en");
    DemoManifests.write(manifests, "other-english", "en", "fr");
    DemoManifests.write(manifests, "spanish", "es", "es");
    DemoManifests.write(manifests, "one-german", "de", "de");
    DemoManifests.write(manifests, "other-german", "de", "it");
    run = shared.resolve("run");
    train = TinyRun.train(manifests, run, "--set", "training.steps=6");
  }

  @Test
  void train_twoCorporaOfALanguage_areOneLanguage() {
    assertThat(train.exitCode()).as(train.err()).isZero();
    JsonNode record = Json.read(run.resolve("run.json"));
    assertThat(record.at("/data/training").asInt()).isEqualTo(3 * 16);
    assertThat(record.at("/data/trainingLanguages").asInt()).isEqualTo(2);
    assertThat(record.at("/data/evaluation").asInt()).isEqualTo(2 * 28);
    assertThat(record.at("/training/history/0/uarByLanguage").size()).isEqualTo(2);
    assertThat(record.at("/audit/clean").asBoolean()).isTrue();
    assertThat(record.at("/audit/opensByLanguage/TRAINING").toString())
        .isEqualTo("{\"en\":32,\"es\":16}");
  }

  @Test
  void train_targetOfTwoCorpora_isMeasuredOnEach() throws IOException {
    JsonNode record = Json.read(run.resolve("run.json"));
    List<Table.Row> rows = Table.read(run.resolve("predictions.csv")).rows();

    assertThat(record.path("corpora").size()).isEqualTo(2);
    for (String corpus : List.of("one-german", "other-german")) {
      JsonNode result = record.path("corpora").path(corpus);
      assertThat(result.path("utterances").asInt()).isEqualTo(28);
      assertThat(result.path("uar").asDouble())
          .isCloseTo(uar(rows, corpus), within(1e-12))
          .isBetween(result.path("uarLow").asDouble(), result.path("uarHigh").asDouble());
      assertThat(train.out())
          .contains(
              String.format(
                      Locale.ROOT,
                      "  %s  UAR %.1f %% (95 %% interval %.1f to %.1f)",
                      corpus,
                      100 * result.path("uar").asDouble(),
                      100 * result.path("uarLow").asDouble(),
                      100 * result.path("uarHigh").asDouble())
                  .strip());
    }
    assertThat(run.resolve("model/README.md"))
        .content()
        .contains("| one-german alone | 28 |", "| other-german alone | 28 |");
  }

  /** From the table of predictions: every emotion has as many clips, so it is the accuracy. */
  private static double uar(List<Table.Row> rows, String corpus) {
    return rows.stream()
        .filter(row -> row.text("utt_id").startsWith(corpus + "/"))
        .mapToInt(row -> row.text("label").equals(row.text("predicted")) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void report_targetOfTwoCorpora_hasARowForEach(@TempDir Path folder) throws IOException {
    for (String[] more : new String[][] {{}, {"--manifests", manifests.toString()}}) {
      String[] args = {"report", "--runs", run.toString(), "--out", folder.toString()};
      Captured report =
          Captured.run(
              java.util.stream.Stream.of(args, more)
                  .flatMap(java.util.Arrays::stream)
                  .toArray(String[]::new));

      assertThat(report.exitCode()).as(report.err()).isZero();
      List<Table.Row> rows = Table.read(folder.resolve("corpora.csv")).rows();
      assertThat(rows)
          .extracting(row -> row.text("corpus") + " " + row.text("items"))
          .containsExactly("one-german 28", "other-german 28");
      JsonNode result = Json.read(run.resolve("run.json")).at("/corpora/other-german");
      assertThat(Double.parseDouble(rows.get(1).text("uar")))
          .isCloseTo(result.path("uar").asDouble(), within(1e-12));
      assertThat(folder.resolve("report.md"))
          .content()
          .contains("## Corpora of the target", "| all-DE | proposed | one-german | 28 |");
    }
  }

  @Test
  void train_targetOfOneCorpus_saysNothingOfCorpora(@TempDir Path folder) {
    Path one = TinyRun.manifests(folder.resolve("m"), "de", "en", "es");
    Captured single = TinyRun.train(one, folder.resolve("run"));

    assertThat(single.exitCode()).as(single.err()).isZero();
    assertThat(single.out()).doesNotContain("synthetic-de");
    assertThat(Json.read(folder.resolve("run/run.json")).path("corpora").size()).isEqualTo(1);
  }

  @Test
  void train_shotsOfTwoCorpora_areDrawnFromBoth(@TempDir Path folder) {
    Captured few = TinyRun.train(manifests, folder, "--shots", "6");

    assertThat(few.exitCode()).as(few.err()).isZero();
    String permitted = Json.read(folder.resolve("run.json")).at("/fewShot/permitted").toString();
    assertThat(permitted).contains("\"one-german/", "\"other-german/");
    assertThat(Json.read(folder.resolve("run.json")).at("/corpora/one-german/utterances").asInt())
        .isEqualTo(12);
  }
}
