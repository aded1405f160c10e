package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

/** Fitted to languages whose answers are more or less sure than they should be. */
class ConfidenceFitTest {

  private final SeededRandom random = SeededRandom.of(1);
  private final List<float[]> logits = new ArrayList<>();
  private final List<Integer> truth = new ArrayList<>();
  private final List<Language> languages = new ArrayList<>();

  /**
   * @param factor by which logits are larger than the chances with which the truth is drawn say
   */
  private void speak(String language, int clips, double factor) {
    for (int i = 0; i < clips; i++) {
      double[] chance = new double[4];
      double total = 0;
      float[] row = new float[4];
      for (int k = 0; k < 4; k++) {
        double logit = 3 * random.nextDouble();
        row[k] = (float) (factor * logit);
        chance[k] = Math.exp(logit);
        total += chance[k];
      }
      double drawn = total * random.nextDouble();
      int label = 0;
      while (label < 3 && drawn >= chance[label]) {
        drawn -= chance[label++];
      }
      logits.add(row);
      truth.add(label);
      languages.add(new Language(language));
    }
  }

  private int[] truths() {
    return truth.stream().mapToInt(i -> i).toArray();
  }

  private Confidence leftOut() {
    return ConfidenceFit.onLeftOutLanguages(logits, truths(), languages);
  }

  private Confidence validation() {
    return ConfidenceFit.onValidationClips(logits, truths(), languages);
  }

  private Prediction answer(int clip, Confidence confidence) {
    return Prediction.ofLogits(LabelSet.FOUR, logits.get(clip), confidence);
  }

  /** Clips of one language share what it does to the answers, so more of them say no more. */
  @Test
  void onLeftOutLanguages_oneWithManyClips_movesTheTemperatureNoMoreThanOneWithFew() {
    speak("de", 3000, 3);
    speak("en", 100, 1);
    speak("it", 100, 1);
    speak("ur", 100, 1);

    assertThat(validation().temperature()).isGreaterThan(1.6);
    assertThat(leftOut().temperature()).isBetween(0.95, 1.4);
    assertThat(leftOut().calibration()).isEqualTo(CalibrationSource.LEFT_OUT_LANGUAGES);
    assertThat(validation().calibration()).isEqualTo(CalibrationSource.VALIDATION_CLIPS);
  }

  @Test
  void onLeftOutLanguages_threshold_rejectsATenthOfTheLanguages() {
    speak("de", 2000, 2);
    speak("en", 400, 1);
    Confidence found = leftOut();
    double share = 0;
    for (int i = 0; i < truth.size(); i++) {
      share += answer(i, found).uncertain() ? 0.5 / (i < 2000 ? 2000 : 400) : 0;
    }
    assertThat(share).isCloseTo(0.1, within(0.003));
  }

  @Test
  void sets_ofBothSources_holdTheTruthOfNineInTen() {
    speak("de", 1500, 2);
    speak("en", 500, 1);
    speak("it", 500, 0.5);
    for (Confidence found : List.of(leftOut(), validation())) {
      double covered = 0;
      for (int i = 0; i < truth.size(); i++) {
        Prediction answer = answer(i, found);
        assertThat(answer.answers()).startsWith(answer.label()).hasSizeBetween(1, 4);
        int clips = i < 1500 ? 1500 : 500;
        covered +=
            answer.answers().contains(LabelSet.FOUR.name(truth.get(i))) ? 1.0 / 3 / clips : 0;
      }
      assertThat(found.answerSets().coverage()).isEqualTo(0.9);
      assertThat(covered).as("%s", found.calibration()).isBetween(0.9, 0.95);
    }
  }

  @Test
  void of_otherNumbers_isRefused() {
    speak("de", 3, 1);
    assertThatThrownBy(() -> ConfidenceFit.onValidationClips(logits, new int[2], languages))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3, 2, 3");
    assertThat(ConfidenceFit.onLeftOutLanguages(List.of(), new int[0], List.of()))
        .isEqualTo(Confidence.NONE);
  }

  @Test
  void answers_areTheLikelyLabelsAndTheBestInAnyCase() {
    List<Prediction.Score> scores =
        List.of(
            new Prediction.Score("sad", 0.15),
            new Prediction.Score("angry", 0.5),
            new Prediction.Score("happy", 0.35));
    assertThat(answers(scores, new AnswerSets(0.9, 0.3))).containsExactly("angry", "happy");
    assertThat(answers(scores, new AnswerSets(0.9, 0.7))).containsExactly("angry");
    assertThat(answers(scores, new AnswerSets(0.9, 0))).containsExactly("angry", "happy", "sad");
    assertThat(answers(scores, AnswerSets.NONE)).isEmpty();
  }

  private static List<String> answers(List<Prediction.Score> scores, AnswerSets sets) {
    return Prediction.of(scores, new Confidence(1, 0, sets, CalibrationSource.VALIDATION_CLIPS))
        .answers();
  }
}
