package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.corpus.Table;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tiny models, trained on English, Spanish and French, of which German is the target. */
class ProjectCommandTest {

  @TempDir static Path shared;
  private static Path manifests = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    for (String system : List.of("baseline2", "proposed")) {
      Captured run = TinyRun.trainTask("all-DE", system, manifests, shared.resolve(system));
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  private static Captured project(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "project",
                "--runs",
                shared.resolve("baseline2") + "," + shared.resolve("proposed"),
                "--manifests",
                manifests.toString(),
                "--out",
                out.toString()));
    args.addAll(List.of(more));
    return Captured.run(args.toArray(String[]::new));
  }

  @Test
  void project_ofTwoRuns_writesFiguresCoordinatesAndNumbers() throws IOException {
    Captured run = project(folder, "--clips", "32", "--json", "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode record = Json.mapper().readTree(run.out());
    assertThat(record).isEqualTo(Json.read(folder.resolve("projection.json")));
    assertThat(record.path("purpose").asText()).contains("opened for projection only");
    assertThat(record.path("models").findValuesAsText("system"))
        .containsExactly("baseline2", "proposed");
    for (JsonNode model : record.path("models")) {
      assertThat(model.path("target").asText()).isEqualTo("de");
      assertThat(model.path("width").asInt()).isEqualTo(16);
      assertThat(model.at("/numbers/alignment").asDouble()).isBetween(-2.0, 2.0);
      assertThat(model.at("/numbers/targetSilhouette").asDouble()).isBetween(-1.0, 1.0);
    }
    assertThat(record.at("/models/0/sha256")).isNotEqualTo(record.at("/models/1/sha256"));
    Map<List<String>, Long> clips =
        Table.read(folder.resolve("projection.csv")).rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row.text("model"), row.text("language"), row.text("target")),
                    Collectors.counting()));
    assertThat(clips)
        .containsEntry(List.of("baseline2", "de", "true"), 8L)
        .containsEntry(List.of("proposed", "fr", "false"), 8L)
        .hasSize(8);
    assertThat(folder.resolve("tsne.svg")).content().contains("baseline2", "proposed", "t-SNE by");
    assertThat(folder.resolve("umap.svg")).content().contains("UMAP by speaker");
  }

  @Test
  void project_again_isTheSameAndAnotherSeedIsNot() {
    project(folder.resolve("one"));
    project(folder.resolve("two"));
    project(folder.resolve("other"), "--seed", "2");

    for (String file : List.of("projection.csv", "tsne.svg", "umap.svg")) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameTextualContentAs(folder.resolve("one").resolve(file));
      assertThat(folder.resolve("other").resolve(file))
          .content()
          .isNotEqualTo(content(folder.resolve("one").resolve(file)));
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void project_forPeople_printsTheNumbersAndHowToReadThem() {
    Captured run = project(folder);

    assertThat(run.out())
        .contains(
            "baseline2", "proposed", "speaker probe, accuracy %", "opened for projection only")
        .containsPattern("emotion alignment across languages +[-+][0-9.]+ +[-+][0-9.]+\n")
        .contains("Wrote tsne.svg, umap.svg, projection.csv, projection.json to " + folder);
    assertThat(run.err()).contains("embedding by proposed");
  }

  @Test
  void report_withProjections_showsThemInline() throws IOException {
    project(folder.resolve("projection"));

    Captured run =
        Captured.run(
            "report",
            "--runs",
            shared.resolve("baseline2").toString(),
            shared.resolve("proposed").toString(),
            "--projections",
            folder.resolve("projection").toString(),
            "--out",
            folder.resolve("report").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("report/report.html"))
        .content()
        .contains(
            "<h2 id=\"representations\">Representations</h2>",
            "t-SNE by emotion",
            "UMAP by language")
        .contains("speaker probe, accuracy %")
        .doesNotContain("<img", "http://", "https://");
    assertThat(folder.resolve("report/report.md"))
        .content()
        .contains("## Representations", "figures/projection-1-tsne.svg");
    assertThat(folder.resolve("report/figures/projection-1-umap.svg")).exists();
    assertThat(folder.resolve("report/figures/projection-1-umap.png")).exists();
  }

  @Test
  void report_withADamagedProjection_isRefused() throws IOException {
    Path projection = folder.resolve("projection");
    project(projection);
    Path table = projection.resolve("projection.csv");
    List<String> lines = Files.readAllLines(table);
    Files.write(table, lines.subList(0, lines.size() - 1));

    Captured run =
        Captured.run(
            "report",
            "--runs",
            shared.resolve("proposed").toString(),
            "--projections",
            projection.toString(),
            "--out",
            folder.resolve("report").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Expected 64 clips of proposed in", "found 63").hasLineCount(1);
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void project_withBadInput_exitsWith2AndWritesNothing() {
    Path out = folder.resolve("out");
    refused("Expected 20 to 4000 clips, found 19", project(out, "--clips", "19"));
    refused("Expected 20 to 4000 clips, found 4001", project(out, "--clips", "4001"));
    refused(
        "Expected every run once", project(out, "--runs", shared.resolve("proposed").toString()));
    refused("Expected the folder of a finished run", project(out, "--runs", manifests.toString()));
    refused("Expected a precision", project(out, "--precision", "int4"));
    assertThat(out).doesNotExist();
  }

  private static void refused(String why, Captured run) {
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(why).hasLineCount(1);
  }

  @Test
  void project_ofAMissingClip_saysWhichAndWritesNothing() throws IOException {
    Path broken = folder.resolve("manifests");
    Files.createDirectories(broken);
    Path file = broken.resolve("de.csv");
    Files.writeString(
        file,
        Files.readString(TinyRun.manifests(broken, "de").resolve("de.csv"))
            .replace("sad_01.flac", "gone.flac"));
    TinyRun.manifests(broken, "en");

    Captured run =
        Captured.run(
            "project",
            "--runs",
            shared.resolve("proposed").toString(),
            "--manifests",
            broken.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--quiet");

    refused("gone.flac", run);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
