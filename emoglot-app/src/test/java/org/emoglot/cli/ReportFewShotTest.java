package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.corpus.Table;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;

/** Few-shot runs among others in a report, and what may not stand in one curve. */
class ReportFewShotTest extends ReportGrid {

  /** Of EN-DE, in the grid without shots. */
  private static SyntheticRuns.Spec few(int shots) {
    return SyntheticRuns.Spec.of("EN-DE", "proposed", 0, 0.95).withShots(shots);
  }

  private Captured reportWith(SyntheticRuns.Spec... specs) {
    List<String> args = new ArrayList<>(List.of("report", "--out", folder + "/out", "--runs"));
    args.add(folder.resolve("runs/EN-DE-proposed-0").toString());
    args.add(folder.resolve("runs/ZH-DE-proposed-0").toString());
    for (int i = 0; i < specs.length; i++) {
      Path few = folder.resolve("few-" + i);
      SyntheticRuns.write(few, specs[i]);
      args.add(few.toString());
    }
    return Captured.run(args.toArray(String[]::new));
  }

  @Test
  void report_withFewShotRuns_hasTheirCurveAndListsItsFiles() throws IOException {
    Captured run = reportWith(few(1), few(2));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Table.read(folder.resolve("out/few-shot.csv")).rows())
        .extracting(row -> row.text("setting") + " " + row.text("shots") + " " + row.text("items"))
        .as("a setting without few-shot runs has no curve; items are those outside train")
        .containsExactly("EN-DE 0 12", "EN-DE 1 12", "EN-DE 2 12");
    assertThat(Json.read(folder.resolve("out/report.json")).path("files").toString())
        .contains("\"few-shot.csv\"", "\"figures/few-shot-EN-DE.svg\"");
    assertThat(read("report.md")).contains("## Few-shot", "2 of 2 cells are filled");
    assertThat(lines("EN-DE", "proposed, k = 2", "clean")).hasSize(1);
  }

  @Test
  void report_withoutFewShotRuns_hasNoSectionOnThem() throws IOException {
    Captured run = reportWith();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(read("report.md"))
        .contains("## Provenance and audit")
        .doesNotContain("## Few-shot", "## Corpora of the target", "## Representations");
    assertThat(folder.resolve("out/few-shot.csv")).doesNotExist();
    assertThat(folder.resolve("out/corpora.csv")).doesNotExist();
  }

  @Test
  void report_ofAnotherBackboneInACurve_isRefused() {
    Captured run = reportWith(few(1), few(2).withBackbone("other"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected runs with the same backbone in one table", "few-1")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void report_ofTheSameShotsAndSeedTwice_isRefused() {
    Captured run = reportWith(few(1), few(1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected one run of EN-DE, proposed, 1 shots, seed 0, found", "few-0", "few-1")
        .hasLineCount(1);
  }

  @Test
  void report_ofWhatIsHeldOut_countsItsClipsAndSaysSo() throws IOException {
    Captured run = report("--set", "held-out");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(read("report.md")).contains("Figures are of the target outside its training split");
    assertThat(Table.read(folder.resolve("out/results.csv")).rows())
        .allMatch(row -> row.text("set").equals("held-out") && row.text("items").equals("12"));
  }
}
