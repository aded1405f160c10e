package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report is not made of, and where it is not written. */
class ReportRefusalTest extends ReportGrid {

  @Test
  void report_ofAFolderThatIsNoGrid_isRefused() throws IOException {
    Files.writeString(folder.resolve("grid.json"), "{}");

    Captured run = report();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("grid.json", "name the folder of a grid").hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void report_ofOtherHyperParameters_isRefused() {
    SyntheticRuns.write(
        folder.resolve("runs/EN-DE-proposed-1"),
        SyntheticRuns.Spec.of("EN-DE", "proposed", 1, 0.8).withSettings("others"));

    Captured run = report();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected runs with the same hyper-parameters in one table")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void report_ofOtherBackbonesInOneSetting_isRefused() {
    SyntheticRuns.write(
        folder.resolve("runs/EN-DE-proposed-1"),
        SyntheticRuns.Spec.of("EN-DE", "proposed", 1, 0.8).withBackbone("other"));

    Captured run = report();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected runs with the same backbone in one table", "EN-DE-proposed-1")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void report_ofTheTestSplitWithAnUpperBoundOfOtherClips_isRefusedInASentence() {
    List<String> options = new ArrayList<>(List.of("report", "--out", folder + "/out", "--runs"));
    options.add(folder.resolve("runs/EN-DE-proposed-0").toString());
    options.add(folder.resolve("bound").toString());
    SyntheticRuns.write(
        folder.resolve("bound"),
        SyntheticRuns.Spec.of("EN-DE", "upper-bound", 0, 0.9).withClips(50));

    Captured all = Captured.run(options.toArray(String[]::new));
    options.addAll(List.of("--set", "test"));
    Captured test = Captured.run(options.toArray(String[]::new));

    assertThat(all.exitCode()).as("each has clips of its own there: %s", all.err()).isZero();
    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.err())
        .contains("Expected runs with the same test utterances in one table", " of 12", " of 10")
        .hasLineCount(1);
  }

  @Test
  void report_again_replacesTheWholeFolder() throws IOException {
    report();
    try (var files = Files.list(folder.resolve("out/figures"))) {
      assertThat(files).anyMatch(file -> file.endsWith("training-ZH-DE.svg"));
    }

    Captured again =
        Captured.run(
            "report",
            "--runs",
            folder.resolve("runs/EN-DE-proposed-0").toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(again.exitCode()).as(again.err()).isZero();
    try (var files = Files.list(folder.resolve("out/figures"))) {
      assertThat(files).noneMatch(file -> file.toString().contains("ZH-DE"));
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing is left beside it")
          .containsExactlyInAnyOrder("grid.json", "runs", "out");
    }
  }

  @Test
  void report_intoAFolderWithFilesOfOthers_isRefusedAndKeepsThem() throws IOException {
    report();
    Path mine = Files.writeString(folder.resolve("out/figures/mine.svg"), "mine");
    String before = read("report.html");

    Captured run = report();
    Captured grid = Captured.run("report", "--grid", folder.toString(), "--out", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found figures/mine.svg in").hasLineCount(1);
    assertThat(mine).hasContent("mine");
    assertThat(read("report.html")).isEqualTo(before);
    assertThat(grid.exitCode()).as("a grid's folder is no report's").isEqualTo(2);
    assertThat(folder.resolve("grid.json")).exists();
  }

  @Test
  void report_ontoAFile_isRefusedInASentence() throws IOException {
    Files.writeString(folder.resolve("out"), "mine");

    for (String out : List.of("out", "out/below/it")) {
      Captured run =
          Captured.run(
              "report", "--grid", folder.toString(), "--out", folder.resolve(out).toString());

      assertThat(run.exitCode()).as(out).isEqualTo(2);
      assertThat(run.err())
          .contains("Expected a folder for --out", "found a file at")
          .hasLineCount(1);
    }
    assertThat(folder.resolve("out")).hasContent("mine");
  }
}
