package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.emoglot.corpus.Table;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.Metrics;
import org.emoglot.metric.Temperature;
import org.emoglot.statistics.CellStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report holds. */
class ReportCommandTest extends ReportGrid {

  /** All answers have one confidence, so that ECE is its distance from the accuracy. */
  private static String ece(Answers answers, double temperature) {
    double confidence =
        new Temperature(temperature, 0, 0).probabilities(SyntheticRuns.logits(0))[0];
    return String.format(
        Locale.ROOT, "%.2f", 100 * Math.abs(confidence - Metrics.accuracy(answers.matrix())));
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
    assertThat(read("report.html"))
        .contains("<td>" + uar, "94.64 / 94.36")
        .as("a caption does not scroll away with a wide table")
        .contains("<p class=\"caption\">UAR and Macro-F1 of each system in each setting</p>");
    assertThat(read("report.md")).contains("| EN-DE | proposed | " + uar);
    assertThat(read("table.tex")).contains(uar.replace("±", "$\\pm$"));
  }

  @Test
  void report_withAMissingRun_saysWhichSeedIsMissing() throws IOException {
    report();

    assertThat(read("report.md"))
        .contains("11 of 12 cells of the preset paper are filled, by 11 trainings. Figures are of")
        .containsPattern("\\| ZH-DE \\| proposed-no-supclr \\| [0-9.]+\\S* .*\\| 1 \\|");
    assertThat(read("results.csv")).containsPattern("ZH-DE,proposed-no-supclr,all,1,1,60,");
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

    assertThat(read("report.md"))
        .contains("Left out: the manifests name the speakers")
        .doesNotContain("emodb:anna");
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
        .contains("emodb:anna", "Genders are left out: the manifests do not contain them.")
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
      assertThat(figures).hasSize(2 * (2 + 1 + 3 + 6 + 2));
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

  /** At 0.1 the lesser probabilities are 2e-9, from which those before must still follow. */
  @ParameterizedTest
  @ValueSource(doubles = {2.5, 0.1})
  void report_ofAScaledRun_showsCalibrationBeforeAndAfter(double temperature) throws IOException {
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
    assertThat(lines("| proposed | 1 | %.3f | %s | %s |".formatted(temperature, before, after)))
        .hasSize(1);
    assertThat(lines("| EN-DE | proposed | %.3f | %s | %s |".formatted(temperature, before, after)))
        .hasSize(1);
    assertThat(Files.readString(folder.resolve("out/figures/reliability-EN-DE-proposed.svg")))
        .contains("before, ECE " + before, "after, ECE " + after);
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

  @Test
  void report_ofAGrid_hasAMatrixWithItsBestInBoldAndThePaperBeside() throws IOException {
    report();

    List<String> rows =
        read("report.md").lines().filter(line -> line.startsWith("| EN-DE | ")).toList();
    assertThat(rows.get(0))
        .as("settings by systems: baseline2, proposed, proposed-no-supclr")
        .matches(
            "\\| EN-DE \\| [0-9.]+ ± [0-9.]+ \\(88.19\\)"
                + " \\| \\*\\*[0-9.]+ ± [0-9.]+ .*\\*\\* \\(94.64\\) \\| [0-9.]+ ± .* \\|");
    assertThat(read("report.html")).contains("<span class=\"aside\">94.64</span>");
    assertThat(read("table.tex")).contains("\\textbf{", "\\textcolor{gray}{94.64}");
  }

  @Test
  void report_hasContentsWhoseLinksLead() throws IOException {
    report();

    String page = read("report.html");
    List<String> links =
        Pattern.compile("<a href=\"#([^\"]+)\"")
            .matcher(page)
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links).contains("the-answer", "systems-and-settings", "every-figure");
    assertThat(links).allSatisfy(id -> assertThat(page).contains("<h2 id=\"" + id + "\">"));
    assertThat(read("report.md")).contains("- [The answer](#the-answer)", "Guessing reaches 25 %.");
  }

  @Test
  void report_ofLabelsWithCapitalsAndSigns_readsThem() throws IOException {
    Path run = folder.resolve("runs/EN-DE-proposed-0");
    Path table = run.resolve("predictions.csv");
    Files.writeString(
        table, Files.readString(table).replace("angry", "Anger").replace("happy", "'=Joy|x"));

    Captured report =
        Captured.run("report", "--runs", run.toString(), "--out", folder.resolve("out").toString());

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(read("report.md"))
        .contains("| settings | system | neutral | =Joy\\|x | Anger | sad |");
    assertThat(Files.readString(folder.resolve("out/figures/confusion-proposed.svg")))
        .contains(">Anger<", ">truth<", ">answer, % of the row<");
  }

  @Test
  void report_ofADamagedTable_saysWhere() throws IOException {
    Path run = folder.resolve("runs/EN-DE-proposed-0");
    Path table = run.resolve("predictions.csv");
    Files.writeString(table, Files.readString(table) + "emodb/x,test,sad,sad,0.1,0.2,many,0.4\n");

    Captured report =
        Captured.run("report", "--runs", run.toString(), "--out", folder.resolve("out").toString());

    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.err()).contains("Expected a probability in field 7 of row", "found 'many'");
  }
}
