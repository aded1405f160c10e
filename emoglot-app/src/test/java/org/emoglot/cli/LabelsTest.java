package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Other emotions than the four, from manifests to predictions. */
class LabelsTest {

  private static final String SIX = "neutral,happy,angry,sad,fear,disgust";
  private static final String CLIP = TinyRun.SPEECH.resolve("de/f1/sad_01.flac").toString();

  @TempDir static Path shared;
  private static Path four = Path.of("");
  private static Path six = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void writeManifests() throws IOException {
    four = TinyRun.manifests(Files.createDirectory(shared.resolve("four")), "de", "en", "es");
    six = Files.createDirectory(shared.resolve("six"));
    for (String language : List.of("de", "en", "es")) {
      DemoManifests.writeSix(six, "six-" + language, language, language);
    }
  }

  private List<String> labelsOf(Path run) {
    List<String> labels = new ArrayList<>();
    JsonNode id2label = Json.read(run.resolve("model/config.json")).path("id2label");
    for (int i = 0; i < id2label.size(); i++) {
      labels.add(id2label.path(String.valueOf(i)).asText());
    }
    return labels;
  }

  @Test
  void twoLabels_fromTrainingToPrediction_areToldApart() throws IOException {
    Path run = folder.resolve("run");
    Captured train = TinyRun.train(four, run, "--labels", "sad,angry");

    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.err()).contains("24 utterances with other emotions are skipped.");
    assertThat(train.out()).contains("trained on 8 utterances");
    assertThat(labelsOf(run)).containsExactly("sad", "angry");
    assertThat(Json.read(run.resolve("run.json")).at("/results/all/recall").size()).isEqualTo(2);
    assertThat(Table.read(run.resolve("predictions.csv")).columns())
        .containsExactly("utt_id", "split", "label", "predicted", "sad", "angry");

    String model = run.resolve("model").toString();
    String manifest = four.resolve("de.csv").toString();
    Captured refused = Captured.run("evaluate", "--model", model, "--manifest", manifest);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("[sad, angry]", "--labels").hasLineCount(1);
    Captured evaluate =
        Captured.run(
            "evaluate",
            "--model",
            model,
            "--manifest",
            manifest,
            "--split",
            "all",
            "--labels",
            "sad,angry",
            "--json");
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(Json.mapper().readTree(evaluate.out()).path("result"))
        .isEqualTo(Json.read(run.resolve("run.json")).at("/results/all"));

    Captured predict = Captured.run("predict", "--model", model, "--format", "jsonl", CLIP);
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(Json.mapper().readTree(predict.out()).path("scores")).hasSize(2);
  }

  @Test
  void sixLabels_fromTrainingToPrediction_areToldApart() throws IOException {
    Path run = folder.resolve("run");
    Captured train =
        TinyRun.train(six, run, "--labels", SIX, "--set", "batches.labels=6", "--shots", "2");

    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.err()).doesNotContain("are skipped");
    assertThat(train.out()).contains("12 of them labelled utterances of the target");
    assertThat(labelsOf(run)).containsExactly(SIX.split(",", -1));
    JsonNode record = Json.read(run.resolve("run.json"));
    assertThat(record.at("/results/held-out/recall").size()).isEqualTo(6);
    Captured predict =
        Captured.run("predict", "--model", run.resolve("model").toString(), "--json", CLIP);
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(predict.out()).contains("fear", "disgust");
  }

  @Test
  void sixLabels_withoutTheOption_areRefused() {
    Captured run = TinyRun.train(six, folder);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected the labels [neutral, happy, angry, sad] in the manifests")
        .contains("--labels")
        .hasLineCount(1);
  }

  @Test
  void reproduce_sixLabels_reportsEach() throws IOException {
    Path preset = Files.writeString(folder.resolve("p.yaml"), "settings: [all-DE]\n");
    List<String> args =
        new ArrayList<>(
            List.of("reproduce", "--preset", preset.toString(), "--manifests", six.toString()));
    args.addAll(List.of("--systems", "proposed", "--features", "none", "--labels", SIX));
    args.addAll(List.of("--out", folder.resolve("grid").toString()));
    args.addAll(TinyRun.options());
    int labels = args.indexOf("batches.labels=2");
    args.subList(labels - 1, labels + 1).clear();
    Captured run = Captured.run(args.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode record = Json.read(folder.resolve("grid/runs/all-DE-proposed-0/run.json"));
    assertThat(record.at("/settings/batches/labels").asInt()).as("adapts by itself").isEqualTo(6);
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
        .contains("| settings | system | neutral | happy | angry | sad | fear | disgust |");
  }

  @Test
  void train_aLabelThatNoManifestHas_exitsWith2() {
    Captured run = TinyRun.train(four, folder, "--labels", "neutral,surprise");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("found none of 'surprise', only those of [angry, happy, neutral, sad]")
        .hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void train_aLabelThatOnlyTheTargetHas_exitsWith2() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    TinyRun.manifests(mixed, "en", "es");
    DemoManifests.writeSix(mixed, "six-de", "de", "de");

    Captured run = TinyRun.train(mixed, folder.resolve("run"), "--labels", "neutral,fear");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found none of 'fear' in the training splits of en, es");
    assertThat(run.err().lines().filter(line -> !line.contains("are skipped"))).hasSize(1);
  }
}
