package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({"de, de", "DE, de", "' zh ', zh", "CN, zh", "cmn, zh", "yue, yue"})
  void language_anyCaseOrAlias_isItsCode(String text, String code) {
    assertThat(Language.of(text)).isEqualTo(new Language(code)).hasToString(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "german", "d1", "d-e"})
  void language_otherText_isRefused(String text) {
    assertThatThrownBy(() -> Language.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void languages_compare_byCode() {
    assertThat(Language.of("de")).isLessThan(Language.of("en"));
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void split_id_readsBack(Split split) {
    assertThat(Split.of(split.id())).isEqualTo(split);
  }

  @Test
  void labelSet_four_haveTheOrderOfTheLogits() {
    assertThat(LabelSet.FOUR.names()).containsExactly("neutral", "happy", "angry", "sad");
    for (int i = 0; i < LabelSet.FOUR.size(); i++) {
      assertThat(LabelSet.FOUR.index(LabelSet.FOUR.name(i))).isEqualTo(i);
    }
  }

  @Test
  void labelSet_unknownOrRepeatedLabel_isRefused() {
    assertThatThrownBy(() -> LabelSet.FOUR.index("fear"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[neutral, happy, angry, sad]")
        .hasMessageContaining("'fear'");
    assertThatThrownBy(() -> new LabelSet(List.of("sad", "sad")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[sad, sad]");
    assertThatThrownBy(() -> new LabelSet(List.of("sad")))
        .isInstanceOf(InvalidInputException.class);
  }
}
