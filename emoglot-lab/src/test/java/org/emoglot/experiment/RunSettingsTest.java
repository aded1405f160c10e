package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.io.Json;
import org.emoglot.loss.LossConfig;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run holds and hashes the settings that act in it, and no others. */
class RunSettingsTest {

  @TempDir Path folder;

  private static RunSettings acting(TrainingSystem system, String backbone, String... setting) {
    Map<String, String> values = setting.length == 0 ? Map.of() : Map.of(setting[0], setting[1]);
    return Settings.with(Kind.FULL, values).acting(system, backbone);
  }

  @Test
  void acting_whatDoesNotAct_isNotHeldAndChangesNoHash() {
    for (List<String> idle :
        List.of(
            List.of("statistics", "mini.layers", "3"),
            List.of("mini", "statistics.width", "64"),
            List.of("folder-of-a-checkpoint", "mini.layers", "3"),
            List.of("folder-of-a-checkpoint", "statistics.width", "64"),
            List.of("statistics", "loss.tau", "0.2"),
            List.of("statistics", "loss.beta", "0.1"),
            List.of("statistics", "augmentation.noiseShare", "0.9"))) {
      RunSettings without = acting(TrainingSystem.BASELINE1, idle.get(0));
      RunSettings with = acting(TrainingSystem.BASELINE1, idle.get(0), idle.get(1), idle.get(2));
      assertThat(with).as(idle.toString()).isEqualTo(without);
      assertThat(with.hash()).isEqualTo(without.hash());
      assertThat(with.acts(idle.get(1))).isFalse();
    }
  }

  @Test
  void acting_whatActs_isHeldAndChangesTheHash() {
    for (List<String> acting :
        List.of(
            List.of("mini", "mini.layers", "3"),
            List.of("statistics", "statistics.width", "64"),
            List.of("statistics", "loss.tau", "0.2"),
            List.of("statistics", "loss.beta", "0.1"),
            List.of("statistics", "augmentation.variants", "1"),
            List.of("statistics", "batches.utterances", "4"),
            List.of("statistics", "training.colourRange", "0.25"))) {
      RunSettings with =
          acting(TrainingSystem.PROPOSED, acting.get(0), acting.get(1), acting.get(2));
      assertThat(with.acts(acting.get(1))).as(acting.toString()).isTrue();
      assertThat(with.hash())
          .as(acting.toString())
          .isNotEqualTo(acting(TrainingSystem.PROPOSED, acting.get(0)).hash());
    }
  }

  @Test
  void hash_settingThatCameLater_changesNothingWhereItDoesWhatWasDoneBefore() {
    ObjectNode tree =
        acting(TrainingSystem.PROPOSED, "statistics", "training.colourRange", "0").tree();
    ObjectNode before = tree.deepCopy();
    ((ObjectNode) before.get("training")).remove("colourRange");
    Map<String, Double> asBefore = Map.of("/training/colourRange", 0.0);
    assertThat(RunSettings.read(tree).hash(asBefore))
        .isEqualTo(RunSettings.read(before).hash(Map.of()));
    ((ObjectNode) tree.get("training")).put("colourRange", 0.1);
    assertThat(RunSettings.read(tree).hash(asBefore))
        .isNotEqualTo(RunSettings.read(before).hash(Map.of()));
  }

  /** Grids and studies of earlier versions are known by it. */
  @Test
  void hash_ofTheDefaults_isThatOfEarlierVersions() {
    assertThat(Settings.defaults(Kind.FULL).hash())
        .isEqualTo("0be5795d6b7541c5ab625e482e28c8c0c42d8a1dd90acfa00f3567c4eb38d9ca");
  }

  @ParameterizedTest
  @CsvSource({
    "BASELINE2_BALANCED, loss.balancedCrossEntropy.beta, 0.9",
    "PROPOSED_PROTOTYPES, loss.prototypes.tau, 0.2"
  })
  void acting_sectionOfATerm_isHeldWhereTheTermIsAndNowhereElse(
      TrainingSystem system, String key, String value) {
    RunSettings with = acting(system, "statistics", key, value);
    assertThat(with.acts(key)).isTrue();
    assertThat(with.hash()).isNotEqualTo(acting(system, "statistics").hash());
    for (TrainingSystem other : TrainingSystem.ofThePaper()) {
      assertThat(acting(other, "statistics", key, value)).isEqualTo(acting(other, "statistics"));
    }
    assertThat(Settings.with(Kind.FULL, Map.of(key, value)).hash())
        .as("of a study, which knows its variants by it")
        .isNotEqualTo(Settings.defaults(Kind.FULL).hash());
  }

  private record Holder(RunSettings settings) {}

  @Test
  void json_writtenAndRead_isTheSame() {
    RunSettings settings = acting(TrainingSystem.PROPOSED, "mini");
    Path file = folder.resolve("run.json");
    Json.write(file, new Holder(settings));
    RunSettings read = Json.readRecord(file, Holder.class, "remove it").settings();
    assertThat(read).isEqualTo(settings).hasSameHashCodeAs(settings);
    assertThat(read.hash()).isEqualTo(settings.hash());
    assertThat(read.precision()).isEqualTo(Precision.FP32);
    assertThat(read.section("loss", LossConfig.class).tau()).isEqualTo(0.07);
    assertThatThrownBy(() -> read.section("statistics", StatisticsConfig.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the section 'statistics'");
  }

  @Test
  void difference_runsOfDifferentSystems_lookAtWhatActsInBoth() {
    RunSettings baseline = acting(TrainingSystem.BASELINE1, "statistics");
    RunSettings proposed = acting(TrainingSystem.PROPOSED, "mini", "loss.tau", "0.2");
    assertThat(baseline.hash()).isNotEqualTo(proposed.hash());
    assertThat(baseline.difference(proposed)).isEmpty();
    assertThat(baseline.difference(acting(TrainingSystem.PROPOSED, "mini", "training.steps", "7")))
        .contains("training.steps (350, 7)");
  }
}
