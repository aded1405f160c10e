package org.emoglot.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.emoglot.InvalidInputException;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureTypeTest {

  @ParameterizedTest
  @CsvSource({
    "0x3F800000, 0x3F80", "0x3F808000, 0x3F80", "0x3F808001, 0x3F81", "0x3F818000, 0x3F82",
    "0x3F817FFF, 0x3F81", "0x80000000, 0x8000", "0x7F7FFFFF, 0x7F80", "0x7F800000, 0x7F80",
    "0xFF800000, 0xFF80", "0x00000001, 0x0000", "0x7F800001, 0x7FC0", "0xBF808001, 0xBF81"
  })
  void toBfloat16_isTheNearestTiesToEven(String bits, String expected) {
    float value = Float.intBitsToFloat(Long.decode(bits).intValue());
    assertThat(Integer.toHexString(FeatureType.toBfloat16(value) & 0xFFFF))
        .isEqualTo(Integer.toHexString(Integer.decode(expected)));
  }

  @Test
  void round_randomBits_isNoFurtherThanEitherNeighbour() {
    SeededRandom random = SeededRandom.of(1);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat((int) random.nextLong());
      float rounded = FeatureType.BF16.round(new float[] {value})[0];
      if (Float.isNaN(value)) {
        assertThat(rounded).isNaN();
        continue;
      }
      if (Math.abs(value) < 0x1.FEp127f) {
        int down = Float.floatToRawIntBits(value) & 0xFFFF0000;
        double below = Math.abs((double) Float.intBitsToFloat(down) - value);
        double above = Math.abs((double) Float.intBitsToFloat(down + 0x10000) - value);
        assertThat(Math.abs((double) rounded - value)).isEqualTo(Math.min(below, above));
      }
      assertThat(FeatureType.BF16.round(new float[] {rounded})[0]).isEqualTo(rounded);
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_itsId_isTheType(FeatureType type) {
    assertThat(FeatureType.of(type.id())).isEqualTo(type);
  }

  @Test
  void of_unknown_isRefused() {
    assertThatThrownBy(() -> FeatureType.of("int8"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a precision fp32 or bf16 of features, found 'int8'.");
  }
}
