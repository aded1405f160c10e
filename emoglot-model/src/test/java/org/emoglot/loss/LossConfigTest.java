package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.emoglot.InvalidInputException;
import org.emoglot.loss.LossConfig.Reversal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossConfigTest {

  @Test
  void strength_ramp_goesFromZeroToOne() {
    assertThat(Reversal.RAMP.strength(0)).isZero();
    assertThat(Reversal.RAMP.strength(0.1)).isCloseTo(Math.tanh(0.5), within(1e-12));
    assertThat(Reversal.RAMP.strength(1)).isCloseTo(1, within(1e-4));
    assertThat(Reversal.CONSTANT.strength(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void of_itsId_isTheReversal(Reversal reversal) {
    assertThat(Reversal.of(reversal.id())).isEqualTo(reversal);
  }

  @Test
  void of_unknown_isRefused() {
    assertThatThrownBy(() -> Reversal.of("step"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a reversal constant or ramp, found 'step'.");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0, 'found -1.0 and 0.0'",
    "0, NaN, 0, 'found 0.0 and NaN'",
    "0, 0, 1, 'found 1.0'",
    "0, 0, -0.1, 'found -0.1'"
  })
  void constructor_outOfRange_isRefused(double alpha, double beta, double dropout, String message) {
    assertThatThrownBy(() -> LossConfigs.of(alpha, beta, Reversal.CONSTANT, dropout))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
