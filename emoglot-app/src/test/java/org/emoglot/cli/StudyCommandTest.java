package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.experiment.Settings;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tuning and sweeping on a few clips of the synthetic demo corpus, whose target is German. */
class StudyCommandTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path preset = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    manifests = TinyRun.manifests(Files.createDirectory(shared.resolve("m")), "de", "en", "es");
    preset = Files.writeString(shared.resolve("tiny.yaml"), "settings: [EN-DE, ES-DE]\n");
  }

  private Captured run(String command, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--preset",
                preset.toString(),
                "--manifests",
                manifests.toString(),
                "--features",
                "none",
                "--out",
                folder.resolve("study").toString()));
    args.addAll(TinyRun.options(options));
    if (!args.contains("--jobs")) {
      args.addAll(List.of("--jobs", "1"));
    }
    if (!args.contains("--seeds")) {
      args.addAll(List.of("--seeds", "0,1"));
    }
    return Captured.run(args.toArray(String[]::new));
  }

  private Map<String, FileTime> trained() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> runs = Files.list(folder.resolve("study/runs"))) {
      for (Path run : runs.toList()) {
        times.put(run.getFileName().toString(), Files.getLastModifiedTime(run.resolve("run.json")));
      }
    }
    return times;
  }

  @Test
  void tune_onADevelopmentTask_ranksAndWritesSettingsThatTrainTakes() throws IOException {
    Captured tuned = run("tune", "--task", "EN-ES", "--set", "training.learningRate=0.001,0.1");

    assertThat(tuned.exitCode()).as(tuned.err()).isZero();
    JsonNode results = Json.read(folder.resolve("study/results.json"));
    assertThat(results.at("/ranking")).hasSize(2);
    JsonNode best = results.at("/ranking/0");
    assertThat(best.at("/uar/spread/mean").asDouble())
        .isGreaterThanOrEqualTo(results.at("/ranking/1/uar/spread/mean").asDouble());
    assertThat(best.at("/trainings").asInt()).as("one a seed").isEqualTo(2);
    assertThat(tuned.out()).contains("upper-bound on EN-ES", best.path("variant").asText());
    double mean = 0;
    for (int seed = 0; seed < 2; seed++) {
      mean +=
          Json.read(
                  folder.resolve(
                      "study/runs/EN-ES-upper-bound-%d-%s/run.json"
                          .formatted(seed, best.path("variant").asText())))
              .at("/results/test/uar")
              .asDouble();
    }
    assertThat(best.at("/uar/spread/mean").asDouble()).isEqualTo(mean / 2);
    Path file = folder.resolve("study/best.yaml");
    Settings settings = Settings.with(AdaptationConfig.Kind.FULL, file, Map.of());
    assertThat(settings.hash()).isEqualTo(best.path("settingsHash").asText());
    assertThat(settings.training().learningRate())
        .isEqualTo(best.at("/values/training.learningRate").asDouble());
    assertThat(file)
        .content()
        .contains(
            "# Development tasks: EN-ES of the preset " + preset,
            "seeds 0, 1; the best of 2 variants by development",
            "# Hash of these settings: " + settings.hash());
    assertThat(folder.resolve("study/variants.csv")).content().hasLineCount(3);
  }

  @Test
  void tune_moreValuesInTheSameFolder_trainsWhatIsNew() throws IOException {
    Captured first = run("tune", "--task", "EN-ES", "--set", "training.learningRate=0.001,0.1");
    Map<String, FileTime> before = trained();
    Captured second =
        run("tune", "--task", "EN-ES", "--set", "training.learningRate=0.001,0.01,0.1");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err())
        .contains("Training 5 of 6")
        .contains("Training 6 of 6")
        .doesNotContain("Training 4 of 6");
    assertThat(before).hasSize(4);
    assertThat(trained()).hasSize(6).containsAllEntriesOf(before);
    assertThat(Json.read(folder.resolve("study/results.json")).at("/ranking")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--task EN-DE|Expected a development task, whose target is none of the targets DE",
        "--task all-DE --system proposed|Expected a development task",
        "--task all|Expected tasks with a target",
        "--task EN-ES,DE-ES,ES-EN|and equally many per target",
        "--task EN-ES --select test|Expected a selection by development or validation, found"
            + " 'test'",
        "--task EN-ES --system baseline2 --select validation|without targets of the preset, found DE",
        "--task EN-ES --set loss.tau=0.1,0.2|Expected a system on which loss.tau acts",
        "--task EN-ES --budget -1|Expected a budget",
        "--task EN-ES --set nonsense=1,2|found 'nonsense'",
        "--seeds 0|name a development task with --task",
      })
  void tune_whatMayNotChoose_exitsWith2InASentence(String options, String message) {
    List<String> all = new ArrayList<>(List.of("--set", "training.learningRate=0.001,0.1"));
    all.addAll(List.of(options.split(" ")));

    Captured run = run("tune", all.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tune_twoAtOnce_trainsInProcessesOfItsOwnAndIsNotRepeated() throws IOException {
    String[] options = {
      "--task", "EN-ES", "--set", "training.learningRate=0.001,0.1", "--jobs", "2", "--seeds", "0"
    };
    Captured first = run("tune", options);
    Map<String, FileTime> before = trained();

    Captured again = run("tune", options);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("training: 2/2 trainings (100 %)");
    assertThat(before).hasSize(2);
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(trained()).isEqualTo(before);
  }

  @Test
  void tune_budget_drawsSoManyAndSaysSo() {
    Captured run =
        run(
            "tune",
            "--task",
            "EN-ES",
            "--set",
            "training.learningRate=0.001,0.01,0.1",
            "--set",
            "mini.dropout=0.0,0.1,0.2",
            "--budget",
            "4",
            "--dry-run");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Random search: 4 of 9 combinations, chosen with seed 0.");
    assertThat(run.out()).isEqualTo("4 variants, 8 trainings; 0 done, 8 left.\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void sweep_twoFactors_changesOneAtATimeAndDrawsEach() throws IOException {
    Captured swept =
        run(
            "sweep",
            "--task",
            "all-ES",
            "--system",
            "proposed",
            "--set",
            "loss.tau=0.07,0.5",
            "--set",
            "loss.reversal=constant,ramp");

    assertThat(swept.exitCode()).as(swept.err()).isZero();
    JsonNode results = Json.read(folder.resolve("study/results.json"));
    assertThat(results.at("/ranking")).as("base, tau, reversal").hasSize(3);
    assertThat(results.at("/notes/0").asText())
        .startsWith("proposed of all-ES also trains on DE, which are targets of the preset");
    JsonNode tau = results.at("/factors/0");
    assertThat(tau.path("key").asText()).isEqualTo("loss.tau");
    assertThat(tau.at("/levels")).hasSize(2);
    assertThat(tau.at("/levels/0/value").asText()).isEqualTo("0.07");
    assertThat(results.at("/factors/1/levels/0/uar"))
        .as("the base is in every factor")
        .isEqualTo(tau.at("/levels/0/uar"));
    assertThat(folder.resolve("study/study.md")).content().contains("figures/loss.tau.svg");
    assertThat(folder.resolve("study/figures/loss.tau.svg"))
        .content()
        .contains("<svg", "loss.tau; dots", ">0.5</text>");
    assertThat(folder.resolve("study/figures/loss.reversal.svg")).content().contains(">ramp<");
    assertThat(folder.resolve("study/best.yaml")).doesNotExist();
  }

  @Test
  void sweep_onATarget_saysLoudlyThatItMayChooseNothing() throws IOException {
    Captured swept =
        run("sweep", "--task", "EN-DE", "--set", "mini.dropout=0.0,0.1", "--seeds", "0", "--cross");

    assertThat(swept.exitCode()).as(swept.err()).isZero();
    assertThat(swept.err()).contains("NOT A DEVELOPMENT TASK: EN-DE is evaluated on a target");
    assertThat(folder.resolve("study/study.md")).content().contains("NOT A DEVELOPMENT TASK");
    assertThat(Json.read(folder.resolve("study/results.json")).at("/notes/0").asText())
        .startsWith("NOT A DEVELOPMENT TASK");
  }
}
