package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.emoglot.corpus.Manifest;
import org.emoglot.corpus.Table;
import org.emoglot.corpus.Utterance;
import org.emoglot.io.Json;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;
import org.emoglot.metric.Temperature;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.Comparison;
import org.emoglot.statistics.Holm;
import org.emoglot.statistics.PermutationOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a grid of two settings, three systems and two seeds, of which one run is missing. */
class ReportCommandTest {

  private static final List<String> SETTINGS = List.of("EN-DE", "ZH-DE");
  private static final Map<String, Double> SYSTEMS =
      Map.of("baseline2", 0.5, "proposed", 0.85, "proposed-no-supclr", 0.6);

  @TempDir Path folder;
  private final Map<String, List<Answers>> answers = new HashMap<>();

  @BeforeEach
  void writeGrid() {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (String setting : SETTINGS) {
      SYSTEMS.forEach(
          (system, chance) -> {
            for (long seed = 0; seed < 2; seed++) {
              String run = "%s-%s-%d".formatted(setting, system, seed);
              cells.add(Map.of("setting", setting, "system", system, "seed", seed, "run", run));
              if (!run.equals("ZH-DE-proposed-no-supclr-1")) {
                answers
                    .computeIfAbsent(setting + " " + system, k -> new ArrayList<>())
                    .add(
                        SyntheticRuns.write(
                            folder.resolve("runs").resolve(run),
                            SyntheticRuns.Spec.of(setting, system, seed, chance)));
              }
            }
          });
    }
    Json.write(
        folder.resolve("grid.json"),
        Map.of(
            "preset",
            "paper",
            "systems",
            List.copyOf(SYSTEMS.keySet()),
            "seeds",
            List.of(0, 1),
            "hashes",
            Map.of(),
            "backbones",
            Map.of("bySource", Map.of(), "others", "mini"),
            "notes",
            List.of(),
            "shared",
            Map.of(),
            "cells",
            cells));
  }

  private List<Answers> answersOf(String cell) {
    return answers.getOrDefault(cell, List.of());
  }

  private static String written(double p) {
    return p < 0.0001 ? "&lt;0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  private Captured report(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "report", "--grid", folder.toString(), "--out", folder.resolve("out").toString()));
    args.addAll(List.of(more));
    return Captured.run(args.toArray(String[]::new));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("out").resolve(file));
  }

  @Test
  void report_ofAGrid_hasTheFiguresOfTheStatistics() throws IOException {
    Captured run = report();

    assertThat(run.exitCode()).as(run.err()).isZero();
    CellStatistics cell =
        CellStatistics.of(answersOf("EN-DE proposed"), AbsentClass.SKIP, BootstrapOptions.DEFAULT);
    Table.Row row =
        Table.read(folder.resolve("out/results.csv")).rows().stream()
            .filter(r -> r.text("setting").equals("EN-DE") && r.text("system").equals("proposed"))
            .findFirst()
            .orElseThrow();
    assertThat(row.text("uar")).isEqualTo(String.valueOf(cell.uar().mean()));
    assertThat(row.text("uar_low")).isEqualTo(String.valueOf(cell.uar().interval().low()));
    assertThat(row.text("macro_f1_high"))
        .isEqualTo(String.valueOf(cell.macroF1().interval().high()));
    String uar =
        String.format(
            Locale.ROOT,
            "%.2f ± %.2f",
            100 * cell.uar().mean(),
            100 * cell.uar().spread().deviation());
    assertThat(read("report.html")).contains("<td>" + uar, "94.64 / 94.36");
    assertThat(read("report.md")).contains("| EN-DE | proposed | " + uar);
    assertThat(read("table.tex")).contains(uar.replace("±", "$\\pm$"));
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
            .filter(line -> line.contains("| proposed less baseline2 |"))
            .toList();
    assertThat(rows).hasSize(2);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i))
          .contains("| %s | %s \\*\\* |".formatted(written(p[i]), written(corrected[i])));
    }
  }

  @Test
  void report_withAMissingRun_saysWhichSeedIsMissing() throws IOException {
    report();

    assertThat(read("report.md"))
        .contains("11 of 12 cells of the preset paper are filled, by 11 trainings. Figures are of")
        .containsPattern("\\| ZH-DE \\| proposed-no-supclr \\| [0-9.]+\\S* .*\\| 1 \\|");
    assertThat(read("results.csv")).containsPattern("ZH-DE,proposed-no-supclr,all,1,1,60,");
  }

  /** As a grid with one backbone has it: the second setting's cells are the first one's runs. */
  private void shareTrainings() {
    JsonNode grid = Json.read(folder.resolve("grid.json"));
    for (JsonNode cell : grid.path("cells")) {
      ((ObjectNode) cell).put("run", cell.path("run").asText().replace("ZH-DE", "EN-DE"));
    }
    Json.write(folder.resolve("grid.json"), grid);
  }

  private List<String> lines(String... parts) throws IOException {
    return read("report.md")
        .lines()
        .filter(line -> Arrays.stream(parts).allMatch(line::contains))
        .toList();
  }

  @Test
  void report_ofSettingsThatShareTrainings_saysThatTheyAreNoEvidenceOfTheirOwn()
      throws IOException {
    shareTrainings();

    report();

    assertThat(read("report.md"))
        .contains("12 of 12 cells of the preset paper are filled, by 6 trainings. Settings with")
        .contains("no evidence of their own");
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
    assertThat(lines("| EN-DE, ZH-DE | proposed-no-supclr less proposed |"))
        .as("one comparison, so no correction")
        .singleElement()
        .asString()
        .containsPattern(
            "\\| %s \\| %s( \\\\\\*){0,1}.* \\| %s \\| %s \\|".formatted(p, p, mcNemar, mcNemar));
    assertThat(lines("proposed-no-supclr less proposed |"))
        .hasSize(2); // and the header of ablations
  }

  @Test
  void report_ofAFolderThatIsNoGrid_isRefused() throws IOException {
    Files.writeString(folder.resolve("grid.json"), "{}");

    Captured run = report();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("grid.json", "name the folder of a grid").hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void report_withMarkupInNames_escapesIt() throws IOException {
    report();

    assertThat(read("report.html"))
        .doesNotContain("<script", "http://", "https://")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;|&amp;_");
    assertThat(read("report.md")).doesNotContain("<script").contains("&lt;script>");
  }

  @Test
  void report_withManifests_tellsSpeakersAndGenders() throws IOException {
    new Manifest(SyntheticRuns.utterances()).write(folder.resolve("manifests/emodb.csv"));

    assertThat(report("--manifests", folder.resolve("manifests").toString()).exitCode()).isZero();

    assertThat(read("report.md")).contains("emodb:anna", "| female |", "| male |");
  }

  @Test
  void report_withoutManifests_saysWhatIsLeftOut() throws IOException {
    report();

    assertThat(read("report.md")).contains("Left out: who speaks").doesNotContain("emodb:anna");
  }

  @Test
  void report_withManifestsThatSayNoGender_saysSo() throws IOException {
    new Manifest(
            SyntheticRuns.utterances().stream()
                .map(
                    u ->
                        new Utterance(
                            u.id(),
                            u.corpus(),
                            u.language(),
                            u.speaker(),
                            u.label(),
                            u.split(),
                            u.path(),
                            u.seconds()))
                .toList())
        .write(folder.resolve("manifests/emodb.csv"));

    report("--manifests", folder.resolve("manifests").toString());

    assertThat(read("report.md"))
        .contains("emodb:anna", "Genders are left out: the manifests do not say them.")
        .doesNotContain("UAR by gender");
  }

  @Test
  void report_ofTheTestSplit_countsItsClipsOnly() throws IOException {
    assertThat(report("--set", "test").exitCode()).isZero();

    assertThat(read("results.csv")).contains("EN-DE,baseline2,test,2,,12,");
  }

  @Test
  void report_figures_areWellFormedInBothFormats() throws Exception {
    report();

    try (var files = Files.list(folder.resolve("out/figures"))) {
      List<Path> figures = files.sorted().toList();
      assertThat(figures).hasSize(2 * (1 + 3 + 6 + 2));
      for (Path figure : figures) {
        if (figure.toString().endsWith(".png")) {
          assertThat(ImageIO.read(figure.toFile()).getWidth()).as("%s", figure).isPositive();
        } else {
          assertThat(
                  DocumentBuilderFactory.newInstance()
                      .newDocumentBuilder()
                      .parse(figure.toFile())
                      .getDocumentElement()
                      .getTagName())
              .isEqualTo("svg");
        }
      }
    }
  }

  @Test
  void report_ofOtherHyperParameters_isRefused() {
    SyntheticRuns.write(
        folder.resolve("runs/EN-DE-proposed-1"),
        SyntheticRuns.Spec.of("EN-DE", "proposed", 1, 0.8).withSettings("others"));

    Captured run = report();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Expected runs of the same hyper-parameters in one table")
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
        .contains("Expected runs of the same backbone in one table", "EN-DE-proposed-1")
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
        .contains("Expected runs of the same test utterances in one table", " of 12", " of 10")
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

  @Test
  void report_ofAScaledRun_showsCalibrationBeforeAndAfter() throws IOException {
    double temperature = 2.5;
    double chance = 0.6;
    Answers found =
        SyntheticRuns.write(
            folder.resolve("scaled"),
            SyntheticRuns.Spec.of("EN-DE", "proposed", 0, chance).withTemperature(temperature));

    Captured run =
        Captured.run(
            "report",
            "--runs",
            folder.resolve("scaled").toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    String before = ece(found, 1);
    String after = ece(found, temperature);
    assertThat(before).isNotEqualTo(after);
    assertThat(lines("| proposed | 1 | 2.500 | %s | %s |".formatted(before, after))).hasSize(1);
    assertThat(lines("| EN-DE | proposed | 2.500 | %s | %s |".formatted(before, after))).hasSize(1);
    assertThat(Files.readString(folder.resolve("out/figures/reliability-EN-DE-proposed.svg")))
        .contains("before, ECE " + before, "after, ECE " + after);
  }

  /** All answers have one confidence, so that ECE is its distance from the accuracy. */
  private static String ece(Answers answers, double temperature) {
    double confidence =
        new Temperature(temperature, 0, 0).probabilities(SyntheticRuns.logits(0))[0];
    return String.format(
        Locale.ROOT, "%.2f", 100 * Math.abs(confidence - Metrics.accuracy(answers.matrix())));
  }

  @Test
  void report_answersTheQuestionsInWords() throws IOException {
    report();

    assertThat(read("report.md"))
        .contains(
            "Is proposed better than baseline2? It is better in 2 of 2 settings, significantly in 2,"
                + " significantly worse in none. Mean difference in UAR over 2 comparisons: +")
        .contains("Is proposed-no-supclr worse than proposed? It is worse in 2 of 2 settings")
        .doesNotContain("baseline1?");
  }

  @Test
  void report_ofSettingsThatShareTrainings_answersForSettingsAndForDistinctComparisons()
      throws IOException {
    shareTrainings();

    report();

    assertThat(read("report.md"))
        .contains(
            "Is proposed better than baseline2? It is better in 2 of 2 settings, significantly in 2,"
                + " significantly worse in none. By distinct comparison, settings with the same two"
                + " trainings counted once, it is better in 1 of 1 distinct comparison,"
                + " significantly in 1, significantly worse in none. Mean difference in UAR over 1"
                + " comparison: +");
  }

  @Test
  void report_ofLooseRuns_takesTheirTasksAsSettings() throws IOException {
    Captured run =
        Captured.run(
            "report",
            "--runs",
            folder.resolve("runs/EN-DE-proposed-0").toString(),
            folder.resolve("runs/EN-DE-baseline2-0").toString(),
            "--out",
            folder.resolve("out").toString(),
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Json.mapper().readTree(run.out()).path("runs").asInt()).isEqualTo(2);
    assertThat(read("report.md")).contains("| EN-DE | proposed |").doesNotContain("the paper");
  }
}
