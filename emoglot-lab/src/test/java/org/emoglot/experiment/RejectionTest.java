package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;

class RejectionTest {

  private final List<Utterance> utterances = new ArrayList<>();
  private final List<Prediction> predictions = new ArrayList<>();

  private void answer(String truth, String answer, boolean uncertain) {
    utterances.add(
        new Utterance(
            "c/" + utterances.size(),
            "c",
            new Language("de"),
            "s",
            truth,
            Split.TEST,
            Path.of("/no/such/file"),
            1));
    predictions.add(new Prediction(List.of(new Prediction.Score(answer, 1)), uncertain));
  }

  private Rejection rejection() {
    return Rejection.of(LabelSet.FOUR, utterances, predictions);
  }

  @Test
  void of_answersSomeOfWhichAreUncertain_measuresTheOthers() {
    answer("sad", "sad", false);
    answer("sad", "angry", true);
    answer("angry", "angry", false);
    answer("angry", "sad", false);
    answer("happy", "sad", true);

    Rejection found = rejection();

    assertThat(found.uncertain()).isEqualTo(2);
    assertThat(found.share()).isCloseTo(0.4, within(1e-12));
    assertThat(found.answered().utterances()).isEqualTo(3);
    assertThat(found.answered().uar()).as("of sad 1, of angry 1/2").isCloseTo(0.75, within(1e-12));
    assertThat(found.answered().recall().get("happy")).isNaN();
    assertThat(EvaluationResult.of(LabelSet.FOUR, utterances, predictions).uar())
        .as("of all: 1/2, 1/2, 0")
        .isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void of_nothingUncertain_hasTheFiguresOfAll() {
    answer("sad", "sad", false);
    answer("angry", "sad", false);

    Rejection found = rejection();

    assertThat(found.uncertain()).isZero();
    assertThat(found.answered())
        .isEqualTo(EvaluationResult.of(LabelSet.FOUR, utterances, predictions));
  }

  @Test
  void of_everythingUncertain_hasNoFigures() {
    answer("sad", "sad", true);

    Rejection found = rejection();

    assertThat(found.share()).isEqualTo(1);
    assertThat(found.answered().utterances()).isZero();
    assertThat(found.answered().uar()).isNaN();
    assertThat(found.answered().uarLow()).isNaN();
  }
}
