package org.emoglot.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceTest {

  @TempDir Path folder;

  private static Space space() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("training.steps", "500");
    texts.put("loss.tau", "0.05,0.07,0.07");
    texts.put("adaptation.loraTargets", "[q],[q, v]");
    return Space.of(texts);
  }

  @Test
  void of_listsWithinLists_areValues() {
    Space space = space();

    assertThat(space.fixed()).containsExactly(Map.entry("training.steps", "500"));
    assertThat(space.factors()).containsExactly("loss.tau", "adaptation.loraTargets");
    assertThat(space.values().get("loss.tau")).as("each once").containsExactly("0.05", "0.07");
    assertThat(space.values().get("adaptation.loraTargets"))
        .containsExactly("[\"q\"]", "[\"q\",\"v\"]");
  }

  @Test
  void cross_twoFactors_isEveryPair() {
    assertThat(space().cross())
        .containsExactly(
            Map.of("loss.tau", "0.05", "adaptation.loraTargets", "[\"q\"]"),
            Map.of("loss.tau", "0.05", "adaptation.loraTargets", "[\"q\",\"v\"]"),
            Map.of("loss.tau", "0.07", "adaptation.loraTargets", "[\"q\"]"),
            Map.of("loss.tau", "0.07", "adaptation.loraTargets", "[\"q\",\"v\"]"));
  }

  @Test
  void oneAtATime_twoFactors_beginsWithTheBase() {
    assertThat(space().oneAtATime())
        .hasSize(5)
        .startsWith(Map.of())
        .contains(Map.of("loss.tau", "0.05"))
        .allMatch(way -> way.size() <= 1);
  }

  @Test
  void draw_fewerThanThereAre_areDifferentOnesOfTheSeed() {
    List<Map<String, String>> drawn = space().draw(3, 1);

    assertThat(drawn).hasSize(3).doesNotHaveDuplicates();
    assertThat(space().cross()).containsAll(drawn);
    assertThat(space().draw(3, 1)).isEqualTo(drawn);
    assertThat(List.of(space().draw(3, 2), space().draw(3, 3), space().draw(3, 4)))
        .as("other seeds draw others")
        .anyMatch(other -> !other.equals(drawn));
    assertThat(space().draw(9, 1)).isEqualTo(space().cross());
  }

  @Test
  void read_fileUnderTheCommandLine_isReplacedKeyByKey() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "loss.tau: [1, 2]\nloss.beta: [3]\n");

    Space space = Space.read(file).with(Space.of(Map.of("loss.tau", "0.5")));

    assertThat(space.fixed())
        .containsOnly(Map.entry("loss.tau", "0.5"), Map.entry("loss.beta", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss.tau: 0.5", "[1, 2]", "loss.tau: []", "a: [", "loss: {tau: [1]}"})
  void read_noLists_isRefusedInASentence(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), yaml);

    assertThatThrownBy(() -> Space.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected ")
        .message()
        .hasLineCount(1);
  }
}
