package org.emoglot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void toString_withWordsAndNumbers_alignsWordsLeftAndNumbersRight() {
    TextTable table =
        TextTable.of("corpus", "clips", "UAR")
            .row("emodb", 339, "61.5 %")
            .row("Colère", 1_000, "-");

    assertThat(table)
        .hasToString(
            """
            corpus  clips     UAR
            emodb     339  61.5 %
            Colère   1000       -
            """);
  }

  @Test
  void row_withTooFewCells_isRefused() {
    assertThatThrownBy(() -> TextTable.of("a", "b").row("x"))
        .hasMessage("Expected 2 cells, found 1.");
  }
}
