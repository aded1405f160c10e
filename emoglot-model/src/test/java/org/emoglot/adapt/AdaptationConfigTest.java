package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptationConfigTest {

  @ParameterizedTest
  @EnumSource
  void ofKind_itsId_isTheKind(Kind kind) {
    assertThat(Kind.of(kind.id())).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource
  void ofGate_itsId_isTheGate(Gate gate) {
    assertThat(Gate.of(gate.id())).isEqualTo(gate);
  }

  @Test
  void ids_areThoseOfTheCommandLine() {
    assertThat(Kind.PEFT.id()).isEqualTo("peft");
    assertThat(Gate.BRANCH_SCALAR.id()).isEqualTo("branch-scalar");
    assertThat(Gate.LAYER_INPUT.id()).isEqualTo("layer-input");
  }

  @Test
  void ofKind_unknown_isRefused() {
    assertThatThrownBy(() -> Kind.of("lora"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected an adaptation none, peft or full, found 'lora'.");
  }

  @Test
  void ofGate_unknown_isRefused() {
    assertThatThrownBy(() -> Gate.of("scalar"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("branch-scalar, found 'scalar'");
  }

  @Test
  void constructor_unknownTarget_isRefused() {
    assertThatThrownBy(() -> config(8, List.of("q", "fc1"), 64, "last"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected loraTargets among [q, k, v, output, feed-forward], found [q, fc1].");
  }

  @Test
  void constructor_negativeSizes_areRefused() {
    assertThatThrownBy(() -> config(-1, List.of(), 64, "last"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found -1 and 64");
    assertThatThrownBy(() -> config(8, List.of(), -2, "last"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 8 and -2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "-1", "", "1.5", "99999999999"})
  void constructor_unknownLayer_isRefused(String layer) {
    assertThatThrownBy(() -> config(8, List.of(), 64, layer))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found '" + layer + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "mix", "0", "12"})
  void constructor_layer_isKept(String layer) {
    assertThat(config(8, List.of("v"), 64, layer).layer()).isEqualTo(layer);
  }

  @Test
  void constructor_lowestLayerBelowATrainedFeatureEncoder_isRefused() {
    assertThatThrownBy(
            () -> new AdaptationConfig(Kind.FULL, 0, 1, List.of(), 0, Gate.NONE, true, 2, "last"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lowestLayer")
        .hasMessageContaining("found 2");
  }

  private static AdaptationConfig config(
      int rank, List<String> targets, int adapterWidth, String layer) {
    return new AdaptationConfig(
        Kind.PEFT, rank, 16, targets, adapterWidth, Gate.NONE, false, 0, layer);
  }
}
