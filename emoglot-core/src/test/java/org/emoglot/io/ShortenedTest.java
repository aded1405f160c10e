package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;

class ShortenedTest {

  @Test
  void sentence_ofUsualLength_staysAsItIs() {
    String sentence = "Expected a label, found '" + "x".repeat(120) + "' in row 2: correct it.";

    assertThat(Shortened.sentence(sentence)).isEqualTo(sentence);
  }

  @Test
  void sentence_thatQuotesMuch_keepsBeginningEndAndAdvice() {
    String sentence =
        "Expected a label, found '" + "x".repeat(60_000) + "end' in row 2: correct it.";

    assertThat(Shortened.sentence(sentence))
        .hasSizeLessThan(250)
        .startsWith("Expected a label, found 'xxx")
        .contains(" … ")
        .endsWith("xend' in row 2: correct it.");
  }

  @Test
  void sentence_thatIsLongWithoutQuoting_isCutInTheMiddle() {
    assertThat(Shortened.sentence("a".repeat(100_000) + " do this."))
        .hasSizeLessThan(4_000)
        .endsWith(" do this.");
  }

  @Test
  void message_ofARefusal_isShortened() {
    assertThat(new InvalidInputException("found '" + "y".repeat(99_999) + "'.").getMessage())
        .hasSizeLessThan(200);
  }
}
