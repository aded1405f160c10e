package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two settings with the same target, on a few clips of the synthetic demo corpus. */
class ReproduceCommandTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path preset = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    manifests = TinyRun.manifests(Files.createDirectory(shared.resolve("m")), "de", "en", "es");
    preset = Files.writeString(shared.resolve("tiny.yaml"), "settings: [EN-DE, ES-DE]\n");
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
                "--jobs",
                "1",
                "--out",
                folder.resolve("grid").toString()));
    args.addAll(TinyRun.options(options));
    return Captured.run(args.toArray(String[]::new));
  }

  @Test
  void reproduce_tinyGrid_trainsOnceWhatIsSharedAndShowsEveryCell() throws IOException {
    Captured run = reproduce("--systems", "baseline1,proposed", "--seeds", "0,1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Training 6 of 6, ES-DE-baseline1-1: 5 done, 1 left");
    assertThat(run.out())
        .contains("UAR in %, mean and standard deviation over 2 seeds")
        .containsPattern("EN-DE +\\d+\\.\\d\\d ± \\d+\\.\\d\\d +\\d+\\.\\d\\d ± \\d+\\.\\d\\d\n");
    Path grid = folder.resolve("grid");
    JsonNode record = Json.read(grid.resolve("grid.json"));
    assertThat(record.at("/cells")).hasSize(8);
    assertThat(record.at("/cells/7").toString())
        .isEqualTo(
            "{\"setting\":\"ES-DE\",\"system\":\"proposed\",\"seed\":1,\"run\":\"EN-DE-proposed-1\"}");
    assertThat(record.at("/shared/EN-DE-proposed-0").toString()).isEqualTo("[\"EN-DE\",\"ES-DE\"]");
    for (JsonNode cell : record.at("/cells")) {
      assertThat(grid.resolve("runs").resolve(cell.path("run").asText()).resolve("run.json"))
          .exists();
    }
    JsonNode results = Json.read(grid.resolve("results.json"));
    double first =
        Json.read(grid.resolve("runs/EN-DE-proposed-0/run.json")).at("/results/all/uar").asDouble();
    double second =
        Json.read(grid.resolve("runs/EN-DE-proposed-1/run.json")).at("/results/all/uar").asDouble();
    JsonNode entry = results.at("/entries/3");
    assertThat(entry.path("system").asText() + " " + entry.path("set").asText())
        .isEqualTo("proposed all");
    assertThat(entry.at("/uar/mean").asDouble()).isEqualTo((first + second) / 2);
  }

  @Test
  void reproduce_again_goesOnWithWhatIsLeftAndAddsCells() throws IOException {
    Captured first = reproduce("--systems", "proposed");
    Captured wider = reproduce("--systems", "proposed,upper-bound");
    Captured look = reproduce("--systems", "proposed,upper-bound", "--seeds", "0,1", "--dry-run");
    Captured again = reproduce("--systems", "proposed");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(wider.exitCode()).as(wider.err()).isZero();
    assertThat(wider.err())
        .contains("Training 2 of 2, EN-DE-upper-bound-0: 1 done, 1 left")
        .doesNotContain("training EN-DE proposed");
    assertThat(look.out()).contains("8 cells are filled by 4 trainings; 2 done, 2 left, ");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(again.err()).isEmpty();
    assertThat(Json.read(folder.resolve("grid/grid.json")).at("/cells"))
        .as("of all commands in this folder")
        .hasSize(4);
  }

  @Test
  void reproduce_afterARunWasCut_goesOnFromItsCheckpoint() throws IOException {
    Captured first = reproduce("--systems", "proposed");
    Files.delete(folder.resolve("grid/runs/EN-DE-proposed-0/run.json")); // as if it had been killed

    Captured second = reproduce("--systems", "proposed");

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("Resuming after step 4.");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void reproduce_otherSettingsInTheSameFolder_exitsWith2() {
    reproduce("--systems", "baseline1");

    Captured settings = reproduce("--systems", "baseline1", "--set", "loss.beta=0.5");
    Captured backbone =
        reproduce("--systems", "baseline1", "--backbone", "EN=models/x", "--dry-run");

    assertThat(settings.exitCode()).isEqualTo(2);
    assertThat(settings.err()).startsWith("Expected the same settings as in").hasLineCount(1);
    assertThat(backbone.exitCode()).isEqualTo(2);
    assertThat(backbone.err()).contains("Expected the same").hasLineCount(1);
  }

  @Test
  void reproduce_aRunOfAnotherProtocol_isKeptOutOfTheTable() throws IOException {
    reproduce("--systems", "proposed");
    Path file = folder.resolve("grid/runs/EN-DE-proposed-0/run.json");
    ObjectNode record = (ObjectNode) Json.read(file);
    Json.write(file, record.put("protocolHash", "0".repeat(64)));

    Captured run = reproduce("--systems", "proposed");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Expected the protocol of the other runs of the grid")
        .hasLineCount(1);
  }

  @Test
  void reproduce_dryRun_writesNothing() throws IOException {
    Captured run = reproduce("--systems", "all", "--dry-run");
    Captured json = reproduce("--systems", "all", "--dry-run", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("12 cells are filled by 7 trainings; 0 done, 7 left.")
        .containsPattern("EN-DE +8 +1 +16 +2 +8 +1 +16\n");
    assertThat(Json.mapper().readTree(json.out()).at("/plan")).hasSize(7);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void reproduce_unknownPreset_exitsWith2() {
    Captured run =
        Captured.run(
            "reproduce",
            "--preset",
            "papre",
            "--manifests",
            manifests.toString(),
            "--out",
            folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("papre").hasLineCount(1);
  }
}
