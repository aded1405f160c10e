package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.data.Manifest;
import org.emoglot.io.Json;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;
import org.emoglot.statistics.Comparison;
import org.emoglot.statistics.Holm;
import org.emoglot.statistics.PermutationOptions;
import org.junit.jupiter.api.Test;

/** What a report says of its paired tests, and of settings that share trainings. */
class ReportTestsTest extends ReportGrid {

  private static String written(double p) {
    return p < 0.0001 ? "&lt;0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /** As a grid with one backbone has it: the second setting's cells are the first one's runs. */
  private void shareTrainings() {
    JsonNode grid = Json.read(folder.resolve("grid.json"));
    for (JsonNode cell : grid.path("cells")) {
      ((ObjectNode) cell).put("run", cell.path("run").asText().replace("ZH-DE", "EN-DE"));
    }
    Json.write(folder.resolve("grid.json"), grid);
  }

  @Test
  void report_ofAGrid_correctsTheTestsOverTheSettings() throws IOException {
    report();

    double[] p =
        SETTINGS.stream()
            .mapToDouble(
                setting ->
                    Comparison.of(
                            answersOf(setting + " proposed"),
                            answersOf(setting + " baseline2"),
                            AbsentClass.SKIP,
                            BootstrapOptions.DEFAULT,
                            PermutationOptions.DEFAULT)
                        .permutation()
                        .p())
            .toArray();
    double[] corrected = Holm.adjust(p);
    List<String> rows =
        read("report.md")
            .lines()
            .filter(line -> line.contains("| proposed minus baseline2 |"))
            .toList();
    assertThat(rows).hasSize(2);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i))
          .contains("| %s | %s \\*\\* |".formatted(written(p[i]), written(corrected[i])));
    }
  }

  @Test
  void report_ofSettingsThatShareTrainings_saysThatTheyAreNoEvidenceOfTheirOwn()
      throws IOException {
    shareTrainings();

    report();

    assertThat(read("report.md"))
        .contains("12 of 12 cells of the preset paper are filled, by 6 trainings. Settings with")
        .contains("are not independent evidence");
  }

  @Test
  void report_ofSettingsThatShareTrainings_listsEachTrainingOnce() throws IOException {
    shareTrainings();
    new Manifest(SyntheticRuns.utterances()).write(folder.resolve("manifests/emodb.csv"));

    report("--manifests", folder.resolve("manifests").toString());

    assertThat(lines("| EN-DE | proposed |")).as("the paper's table alone").hasSize(1);
    assertThat(lines("| ZH-DE | proposed |")).hasSize(1);
    assertThat(lines("| EN-DE, ZH-DE | proposed |", "anna")).hasSize(1);
    assertThat(lines("| EN-DE, ZH-DE | proposed |", " of 15 |")).as("recall").hasSize(1);
    assertThat(lines("| EN-DE, ZH-DE | proposed |", "from access")).as("a seed each").hasSize(2);
    assertThat(lines("emodb:anna")).hasSize(3);
    assertThat(lines("EN-DE, ZH-DE: UAR on validation")).hasSize(1);
    ConfusionMatrix once =
        answersOf("EN-DE proposed")
            .get(0)
            .matrix()
            .plus(answersOf("EN-DE proposed").get(1).matrix());
    assertThat(Files.readString(folder.resolve("out/figures/confusion-proposed.svg")))
        .contains(
            "UAR " + String.format(Locale.ROOT, "%.2f", 100 * Metrics.uar(once, AbsentClass.SKIP)));
  }

  @Test
  void report_ofSettingsThatShareTrainings_correctsForEachComparisonOnce() throws IOException {
    shareTrainings();

    report();

    Comparison comparison =
        Comparison.of(
            answersOf("EN-DE proposed-no-supclr"),
            answersOf("EN-DE proposed"),
            AbsentClass.SKIP,
            BootstrapOptions.DEFAULT,
            PermutationOptions.DEFAULT);
    String p = written(comparison.permutation().p());
    String mcNemar =
        comparison.mcNemar().stream()
            .map(test -> written(test.p()))
            .collect(Collectors.joining(" "));
    assertThat(lines("| EN-DE, ZH-DE | proposed-no-supclr minus proposed |"))
        .as("one comparison, so no correction")
        .singleElement()
        .asString()
        .containsPattern(
            "\\| %s \\| %s( \\\\\\*){0,1}.* \\| %s \\| %s \\|".formatted(p, p, mcNemar, mcNemar));
    assertThat(lines("proposed-no-supclr minus proposed |"))
        .hasSize(2); // and the header of ablations
  }

  @Test
  void report_ofSystemsWithOtherTerms_comparesEachWithTheOneThatItVaries() throws IOException {
    ObjectNode grid = (ObjectNode) Json.read(folder.resolve("grid.json"));
    for (String system : List.of("baseline2-balanced", "proposed-prototypes")) {
      grid.withArray("systems").add(system);
      for (String setting : SETTINGS) {
        String run = "%s-%s-0".formatted(setting, system);
        SyntheticRuns.write(
            folder.resolve("runs").resolve(run), SyntheticRuns.Spec.of(setting, system, 0, 0.3));
        grid.withArray("cells")
            .addObject()
            .put("setting", setting)
            .put("system", system)
            .put("seed", 0)
            .put("run", run);
      }
    }
    Json.write(folder.resolve("grid.json"), grid);

    assertThat(report().exitCode()).isZero();

    assertThat(
            lines(
                "proposed-no-supclr minus proposed |",
                "baseline2-balanced minus baseline2 |",
                "proposed-prototypes minus proposed |"))
        .as("the header of ablations")
        .hasSize(1);
    assertThat(read("report.md"))
        .contains(
            "proposed-no-supclr is proposed without contrastive.",
            "baseline2-balanced is baseline2 with balancedCrossEntropy in place of crossEntropy.",
            "proposed-prototypes is proposed with prototypes in place of contrastive.")
        .containsPattern("proposed-prototypes against proposed: UAR is [0-9.]+ points lower")
        .containsPattern("baseline2-balanced against baseline2: UAR is [0-9.]+ points lower");
  }

  @Test
  void report_answersTheQuestionsInWords() throws IOException {
    report();

    assertThat(read("report.md"))
        .containsPattern(
            "proposed against baseline2: UAR is [0-9.]+ points higher on average over 2"
                + " comparisons\\. It is higher in all of them\\. It is significantly higher in"
                + " 2\\.")
        .containsPattern(
            "proposed-no-supclr against proposed: UAR is [0-9.]+ points lower on average over 2"
                + " comparisons\\. It is lower in all of them\\.")
        .doesNotContain("against baseline1");
  }

  @Test
  void report_ofSettingsThatShareTrainings_answersForSettingsAndForDistinctComparisons()
      throws IOException {
    shareTrainings();

    report();

    assertThat(read("report.md"))
        .containsPattern(
            "proposed against baseline2: UAR is [0-9.]+ points higher in the one comparison, which"
                + " fills 2 settings\\. The difference is significant\\.");
  }

  @Test
  void report_ofAGrid_opensWithThePictureOfTheAnswer() throws IOException {
    report();

    String page = read("report.html");
    assertThat(page.indexOf("aria-label=\"proposed against baseline2: UAR is"))
        .as("the first picture")
        .isBetween(0, page.indexOf("aria-label=\"UAR in percent"));
    String picture =
        Files.readString(folder.resolve("out/figures/answer-proposed-against-baseline2.svg"));
    Comparison comparison =
        Comparison.of(
            answersOf("EN-DE proposed"),
            answersOf("EN-DE baseline2"),
            AbsentClass.SKIP,
            BootstrapOptions.DEFAULT,
            PermutationOptions.DEFAULT);
    assertThat(picture)
        .contains("proposed against baseline2", "EN-DE", "ZH-DE", "difference in UAR, points")
        .contains(String.format(Locale.ROOT, "%+.2f **", 100 * comparison.uar().value()));
  }

  @Test
  void report_ofRunsOfOneSystem_saysWhatAComparisonNeeds() throws IOException {
    Captured run =
        Captured.run(
            "report",
            "--runs",
            folder.resolve("runs/EN-DE-proposed-0").toString(),
            folder.resolve("runs/EN-DE-proposed-1").toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(read("report.md"))
        .contains("All runs are of one system, proposed. To compare it, add runs of another");
  }

  @Test
  void report_ofBaselinesAlone_comparesThem() throws IOException {
    SyntheticRuns.write(
        folder.resolve("runs/EN-DE-baseline1-0"),
        SyntheticRuns.Spec.of("EN-DE", "baseline1", 0, 0.3));

    Captured run =
        Captured.run(
            "report",
            "--runs",
            folder.resolve("runs/EN-DE-baseline1-0").toString(),
            folder.resolve("runs/EN-DE-baseline2-0").toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(read("report.md"))
        .containsPattern("baseline2 against baseline1: UAR is [0-9.]+ points higher in the one");
  }
}
