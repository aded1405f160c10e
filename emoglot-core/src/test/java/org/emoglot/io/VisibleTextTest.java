package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisibleTextTest {

  private static final String ESCAPE = "\u001b[31mred\u009b0m";

  @Test
  void line_ofWhatSteersATerminal_writesItOut() {
    assertThat(VisibleText.line(ESCAPE)).isEqualTo("\\u001b[31mred\\u009b0m");
    assertThat(VisibleText.line("a\nb\tc\rd\u007f")).isEqualTo("a\\u000ab\\u0009c\\u000dd\\u007f");
    assertThat(VisibleText.line("a\u202egnp.wav\u2066")).isEqualTo("a\\u202egnp.wav\\u2066");
  }

  @Test
  void line_ofNamesOfAnyLanguage_leavesThemAsTheyAre() {
    String names = "Überraschung süß, 悲しい, غمگین, \uD83D\uDE00, می\u200cروم";
    assertThat(VisibleText.line(names)).isEqualTo(names);
  }

  @Test
  void lines_ofATable_keepsItsLines() {
    assertThat(VisibleText.lines("a\tb\r\nc\n" + ESCAPE + "\r"))
        .isEqualTo("a\tb\r\nc\n\\u001b[31mred\\u009b0m\\u000d");
  }

  @Test
  void lines_ofJson_isTheSameJson() throws JsonProcessingException {
    Map<String, String> value = Map.of("path", ESCAPE + "\u202e\u0085\n.wav");
    String visible = VisibleText.lines(Json.write(value));
    assertThat(visible).doesNotContain("\u009b", "\u202e", "\u0085");
    assertThat(Json.mapper().readTree(visible).path("path").asText()).isEqualTo(value.get("path"));
  }
}
