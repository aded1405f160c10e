package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmotionCellTest {

  private static final AnswerSets SETS = new AnswerSets(0.9, 0.2);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "; false; angry",
        "; true; uncertain (angry)",
        "angry; false; angry",
        "angry; true; uncertain (angry)",
        "angry happy; false; angry (or happy)",
        "angry happy; true; uncertain (angry)",
        "angry happy sad; false; angry (or happy, sad)",
        "angry happy sad neutral; false; angry (or any other)",
        "angry happy sad neutral; true; uncertain (angry)"
      })
  void of_answer_namesWhatIsPossible(String answers, boolean uncertain, String expected) {
    assertThat(EmotionCell.of(prediction(LabelSet.FOUR, answers, uncertain))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"a b c d e, a (or 4 others)", "a b c d e f, a (or any other)"})
  void of_manyEmotions_countsThem(String answers, String expected) {
    LabelSet labels = new LabelSet(List.of("b", "a", "c", "d", "e", "f"));
    assertThat(EmotionCell.of(prediction(labels, answers, false))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, 25", "false, 19"})
  void width_isThatOfTheWidestAnswer(boolean sets, int expected) {
    assertThat(EmotionCell.width(LabelSet.FOUR, sets ? SETS : AnswerSets.NONE))
        .as("neutral (or happy, angry); uncertain (neutral)")
        .isEqualTo(expected);
  }

  /** The first of the answers, or angry, is the label. */
  private static Prediction prediction(LabelSet labels, String answers, boolean uncertain) {
    List<String> set = answers == null ? List.of() : List.of(answers.split(" "));
    String best = set.isEmpty() ? "angry" : set.get(0);
    List<Prediction.Score> scores = new ArrayList<>();
    for (String label : labels.names()) {
      scores.add(new Prediction.Score(label, label.equals(best) ? 0.5 : 0.1));
    }
    return new Prediction(scores, uncertain, set);
  }
}
