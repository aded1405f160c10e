package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@x"})
  void cell_ofWhatASpreadsheetWouldCompute_isGuardedAndReadBack(String text) {
    String cell = Markup.cell(text);

    assertThat(cell).isEqualTo("'" + text);
    assertThat(Markup.cellText(cell)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "emodb/03a01Fa", "'tis", "l'année", "0.5", "a=b"})
  void cell_ofAnyOtherText_isThatText(String text) {
    assertThat(Markup.cell(text)).isEqualTo(text);
    assertThat(Markup.cellText(text)).isEqualTo(text);
  }

  @Test
  void cell_ofRandomTexts_isReadBack() {
    SeededRandom random = SeededRandom.of(3, 5);
    String signs = "'=+-@\t\ra ";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = (int) (6 * random.nextDouble());
      for (int j = 0; j < length; j++) {
        text.append(signs.charAt((int) (signs.length() * random.nextDouble())));
      }
      assertThat(Markup.cellText(Markup.cell(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void yaml_ofATextWithSigns_staysOneScalar() throws IOException {
    String text = "a: b\n- \"c\" # d \\ \u0007 e\u2028f";

    String scalar = Markup.yaml(text);

    assertThat(scalar).doesNotContain("\n").startsWith("\"").endsWith("\"");
    JsonNode read = Json.mapper().readTree(scalar); // double-quoted YAML of these is JSON too
    assertThat(read.asText()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "True", "null", "12", "", "- x", "*a", "1e3", "~", "é"})
  void yaml_ofAWordWithAMeaning_isQuoted(String text) {
    assertThat(Markup.yaml(text)).startsWith("\"");
  }

  @Test
  void markdown_ofATextWithMarkupAndLines_isOneLineOfText() {
    assertThat(Markup.markdown("a|b\n<i>*c*</i>\u001b[31m"))
        .isEqualTo("a\\|b &lt;i>\\*c\\*&lt;/i> \\[31m");
  }
}
