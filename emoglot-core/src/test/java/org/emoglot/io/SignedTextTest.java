package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedTextTest {

  @ParameterizedTest
  @CsvSource({
    "1.5, 2, +1.50",
    "-0.25, 2, -0.25",
    "-1.1102230246251565e-14, 2, 0.00",
    "-0.0, 3, 0.000",
    "0.004, 2, 0.00",
    "-0.04, 1, 0.0",
    "-0.06, 1, -0.1",
    "-0.4, 0, 0",
    "-12345.6, 0, -12346",
    "NaN, 1, NaN",
    "-Infinity, 1, -Infinity"
  })
  void of_number_hasASignUnlessItRoundsToZero(double value, int decimals, String text) {
    assertThat(SignedText.of(value, decimals)).isEqualTo(text);
  }

  @Test
  void of_localeWithOtherDigits_writesTheSame() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(SignedText.of(-0.125, 3)).isEqualTo("-0.125");
    } finally {
      Locale.setDefault(before);
    }
  }
}
