package org.emoglot.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.protocol.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against rows of the paper's exact sizes, which need no audio to be planned. */
class GridTest {

  private static final Manifest PAPER = PaperCorpora.manifest();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // setting, baseline1, the systems on all but the target, upper bound, evaluated on
    "EN-DE, 8245, 249, 20165, 288, 266, 10, 339",
    "CN-DE, 11200, 10, 20165, 288, 266, 10, 339",
    "FR-DE, 420, 12, 20165, 288, 266, 10, 339",
    "EN-FR, 8245, 249, 20011, 286, 420, 12, 504",
    "CN-FR, 11200, 10, 20011, 286, 420, 12, 504",
    "DE-FR, 266, 10, 20011, 286, 420, 12, 504",
    "EN-CN, 8245, 249, 9231, 288, 11200, 10, 14000",
    "DE-CN, 266, 10, 9231, 288, 11200, 10, 14000",
    "FR-CN, 420, 12, 9231, 288, 11200, 10, 14000",
  })
  void look_paperPreset_givesTheCountsOfTable1(
      String setting,
      int source,
      int sourceSpeakers,
      int all,
      int allSpeakers,
      int target,
      int targetSpeakers,
      int evaluation) {
    GridOutlook outlook = GridRunner.outlook(Grids.of("paper", PAPER));

    GridOutlook.Setting row =
        outlook.settings().stream().filter(r -> r.setting().equals(setting)).findFirst().get();
    TrainingSize multilingual = new TrainingSize(all, allSpeakers);
    assertThat(row.training())
        .containsEntry("baseline1", new TrainingSize(source, sourceSpeakers))
        .containsEntry("baseline2", multilingual)
        .containsEntry("proposed", multilingual)
        .containsEntry("proposed-no-spkadv", multilingual)
        .containsEntry("proposed-no-supclr", multilingual)
        .containsEntry("upper-bound", new TrainingSize(target, targetSpeakers));
    assertThat(row.paper()).as("what the preset says the paper says").containsExactly(multilingual);
    assertThat(row.evaluation()).isEqualTo(evaluation);
    assertThat(GridRunner.outlook(Grids.of("paper", PAPER))).as("once more").isEqualTo(outlook);
  }

  @Test
  void of_oneBackboneForAll_sharesWhatDoesNotDependOnTheSource() {
    Grid grid = Grids.of("paper", PAPER);

    assertThat(grid.cells()).hasSize(9 * 6 * 2);
    // baseline1 has nine; each of the others one for each of the three targets
    assertThat(grid.runs()).hasSize((9 + 5 * 3) * 2);
    assertThat(grid.cells())
        .contains(
            new Cell("EN-DE", "proposed", 1, "EN-DE-proposed-1"),
            new Cell("CN-DE", "proposed", 1, "EN-DE-proposed-1"),
            new Cell("FR-DE", "upper-bound", 0, "EN-DE-upper-bound-0"),
            new Cell("FR-DE", "baseline1", 0, "FR-DE-baseline1-0"));
    assertThat(GridRecord.of(grid).shared())
        .hasSize(5 * 3 * 2)
        .containsEntry("EN-CN-baseline2-0", List.of("EN-CN", "DE-CN", "FR-CN"));
  }

  @Test
  void of_aBackboneForASource_sharesWithinThatBackboneOnly() {
    Grid grid = Grids.of("paper", PAPER, "EN=models/english", "mini");

    assertThat(grid.runs()).hasSize((9 + 5 * 3 * 2) * 2);
    assertThat(grid.runs())
        .filteredOn(run -> run.backbone().equals("models/english"))
        .extracting(GridRun::name)
        .allMatch(name -> name.startsWith("EN-"))
        .hasSize(3 * 6 * 2);
    assertThat(grid.cells()).contains(new Cell("FR-DE", "proposed", 1, "CN-DE-proposed-1"));
  }

  @Test
  void of_shots_addsATrainingForEachNumberAndSharesItToo() {
    GridRequest zeroShot = Grids.request("paper", PAPER, true);
    Grid grid = Grid.of(Grids.withShots(zeroShot, 4, 1));

    assertThat(grid.request().shots()).as("every curve begins at 0").containsExactly(0, 1, 4);
    // the upper bound has no shots; of each number of them, eight of baseline1 and four systems
    assertThat(grid.cells()).hasSize(9 * 6 * 2 + 2 * 9 * 5 * 2);
    assertThat(grid.runs()).hasSize((9 + 5 * 3) * 2 + 2 * (9 + 4 * 3) * 2);
    assertThat(grid.cells()).startsWith(Grid.of(zeroShot).cells().toArray(Cell[]::new));
    assertThat(grid.hashes()).isEqualTo(Grid.of(zeroShot).hashes());
    Cell cell = new Cell("CN-DE", "proposed", 1, "EN-DE-proposed-4-shot-1");
    assertThat(grid.cells()).contains(cell);
    assertThat(grid.run(cell).plan().shots().utterances()).hasSize(16);
    assertThat(grid.run(cell).plan().shots())
        .as("drawn by the seed")
        .isNotEqualTo(
            grid.run(new Cell("CN-DE", "proposed", 0, "EN-DE-proposed-4-shot-0")).plan().shots());
  }

  @Test
  void of_moreShotsThanATargetHas_isRefusedBeforeAnythingIsTrained() {
    assertThatThrownBy(() -> Grid.of(Grids.withShots(Grids.request("paper", PAPER, true), 8, 1000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 1000 utterances of every emotion");
  }

  @Test
  void of_aCorpusThatLacksOne_isRefusedUnlessAllowed() {
    List<Utterance> fewer = new ArrayList<>(PAPER.utterances());
    fewer.removeIf(u -> u.id().equals("emodb/train_0"));
    Manifest manifest = new Manifest(fewer);

    assertThatThrownBy(() -> Grids.of("paper", manifest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected train 266, val 35, test 38 utterances of emodb, the paper's counts, found"
                + " train 265, val 35, test 38: complete the corpus and prepare it again, or accept"
                + " it with --allow-count-mismatch.");
    assertThat(Grid.of(Grids.request("paper", manifest, false)).notes())
        .singleElement()
        .asString()
        .contains("found train 265");
  }

  @Test
  void of_meldWithoutTheClipsThatHaveNoAudio_isWhole() {
    Manifest manifest =
        new Manifest(
            PAPER.utterances().stream()
                .filter(u -> !u.id().equals("meld/train_0") && !u.id().equals("meld/val_0"))
                .toList());

    assertThat(Grids.of("paper", manifest).notes()).isEmpty();
  }

  @Test
  void of_aCorpusTooMany_leavesItAsideAndSaysSo() {
    List<Utterance> more = new ArrayList<>(PAPER.utterances());
    Utterance u = more.get(0);
    more.add(
        new Utterance(
            "tess/a", "tess", u.language(), "s", u.label(), u.split(), u.path(), u.seconds()));

    Grid grid = Grids.of("paper", new Manifest(more));

    assertThat(grid.notes()).containsExactly("Skipped, since the preset does not name them: tess.");
    assertThat(grid.hashes()).isEqualTo(Grids.of("paper", PAPER).hashes());
  }

  @Test
  void of_aCorpusTooFew_isRefused() {
    Manifest without =
        new Manifest(PAPER.utterances().stream().filter(u -> !u.corpus().equals("cafe")).toList());

    assertThatThrownBy(() -> Grids.of("paper", without))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none of cafe");
  }

  @Test
  void of_aPresetOfYaml_leavesOutWhatNeedsASource() throws IOException {
    Path file = Files.writeString(folder.resolve("dev.yaml"), "settings: [all-UR, EN-UR]\n");

    Grid grid = Grids.of(file.toString(), PAPER);

    assertThat(
            grid.cells().stream()
                .filter(cell -> cell.setting().equals("all-UR"))
                .map(Cell::system)
                .collect(Collectors.toSet()))
        .hasSize(5)
        .doesNotContain("baseline1");
    assertThat(grid.cells()).contains(new Cell("EN-UR", "proposed", 0, "all-UR-proposed-0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settings: []|at least one setting",
        "settings: [EN-DE, en-de]|every setting only once",
        "settings: [DE]|a task such as EN-DE",
        "setting: [EN-DE]|settings",
        "corpora: [emodb]|settings",
        "'{settings: [EN-DE], corpus: [emodb]}'|found: Unrecognized field",
        "'{settings: [EN-DE], corpora: [tess], paperCounts: true}'|found tess",
        "hello|Expected a preset with settings",
      })
  void of_noPreset_isRefusedInASentence(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("p.yaml"), yaml);

    assertThatThrownBy(() -> Preset.of(file.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void of_localPreset_namesTheNineAndFiveCorpora() {
    Preset local = Preset.of("local");

    assertThat(local.settings()).hasSize(9).contains("EN-IT", "IT-CN");
    assertThat(local.corpora())
        .containsExactlyInAnyOrder("ravdess", "casia", "emodb", "emovo", "urdu");
  }

  @Test
  void backbones_ofATarget_goBeforeThoseOfASource() {
    Backbones backbones =
        Backbones.of(List.of("EN=english", "*-DE=notGerman", "other"), Preset.of("local"));

    assertThat(backbones.of(Task.parse("EN-DE"))).isEqualTo("notGerman");
    assertThat(backbones.of(Task.parse("all-DE"))).isEqualTo("notGerman");
    assertThat(backbones.of(Task.parse("EN-IT"))).isEqualTo("english");
    assertThat(backbones.of(Task.parse("CN-IT"))).isEqualTo("other");
    assertThat(backbones.of(Task.parse("all"))).isEqualTo("other");
  }

  @Test
  void backbones_ofAnEarlierRecord_knowNoTargets(@TempDir Path earlier) {
    Path file = earlier.resolve(GridRecord.FILE);
    Json.write(
        file,
        Map.of(
            "preset",
            "local",
            "systems",
            List.of(),
            "seeds",
            List.of(),
            "hashes",
            Map.of(),
            "backbones",
            Map.of("bySource", Map.of("en", "a"), "others", "mini"),
            "notes",
            List.of(),
            "shared",
            Map.of(),
            "cells",
            List.of()));

    Backbones read = GridRecord.read(file, "remove it").backbones();

    assertThat(read.of(Task.parse("EN-DE"))).isEqualTo("a");
    assertThat(read).isEqualTo(Backbones.of(List.of("EN=a", "mini"), Preset.of("local")));
  }

  @Test
  void backbones_twoForAllSources_areRefused() {
    assertThatThrownBy(() -> Backbones.of(List.of("a", "b"), Preset.of("paper")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found a and b");
  }
}
