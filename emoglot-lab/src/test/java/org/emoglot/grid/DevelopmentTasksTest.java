package org.emoglot.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.protocol.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentTasksTest {

  private static DevelopmentTasks of(String preset) {
    return new DevelopmentTasks(preset, Preset.of(preset));
  }

  @Test
  void all_builtInPresets_leadToUrduFromEachSource() {
    assertThat(of("paper").all()).containsExactly("DE-UR", "EN-UR", "FR-UR", "ZH-UR");
    assertThat(of("local").all()).containsExactly("DE-UR", "EN-UR", "IT-UR", "ZH-UR");
  }

  @ParameterizedTest
  @CsvSource({"paper, EN-DE", "paper, all-CN", "paper, de-fr", "local, EN-IT", "paper, all"})
  void require_aTargetOfThePreset_isRefused(String preset, String task) {
    assertThatThrownBy(() -> of(preset).require(Task.parse(task)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected a development task")
        .hasMessageContaining("found " + Task.parse(task));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EN-UR", "all-UR", "CN-EN"})
  void require_anotherTarget_isAllowed(String task) {
    of("paper").require(Task.parse(task));

    assertThat(of("paper").allow(Task.parse(task))).isTrue();
  }

  @Test
  void all_aPresetWithoutCorpora_asksForATask() {
    Preset preset =
        new Preset(List.of("EN-DE"), List.of(), false, java.util.Map.of(), java.util.Map.of());

    assertThatThrownBy(() -> new DevelopmentTasks("mine", preset).all())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name a development task with --task");
  }
}
