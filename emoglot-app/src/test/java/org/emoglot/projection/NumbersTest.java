package org.emoglot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;

/** Plants something in noise, and finds it and nothing else. */
class NumbersTest {

  private static final int WIDTH = 24;

  private static Numbers measure(List<Utterance> clips, float[][] embeddings, String target) {
    return Numbers.of(embeddings, clips, target, 1);
  }

  @Test
  void numbers_ofNoise_areWhatGuessingReaches() {
    List<Utterance> clips = Clips.grid(6, 12);

    Numbers numbers = measure(clips, Clips.noise(clips.size(), WIDTH), "de");

    assertThat(numbers.speakers().accuracy()).as("of 12 speakers").isLessThan(0.2);
    assertThat(numbers.languages().accuracy()).isCloseTo(0.5, within(0.12));
    assertThat(numbers.emotions().accuracy()).isCloseTo(0.5, within(0.12));
    assertThat(numbers.targetSilhouette()).isCloseTo(0, within(0.05));
    assertThat(numbers.components()).isZero();
    assertThat(numbers.notes()).isEmpty();
  }

  @Test
  void numbers_ofPlantedVoices_findVoicesButNoLanguage() {
    List<Utterance> clips = Clips.grid(6, 12);
    float[][] x = Clips.noise(clips.size(), WIDTH);
    List<String> speakers = clips.stream().map(Utterance::globalSpeaker).distinct().toList();
    for (int i = 0; i < x.length; i++) {
      x[i][speakers.indexOf(clips.get(i).globalSpeaker())] += 4;
    }

    Numbers numbers = measure(clips, x, "de");

    assertThat(numbers.speakers().accuracy()).isGreaterThan(0.95);
    assertThat(numbers.speakers().classes()).isEqualTo(12);
    assertThat(numbers.targetSpeakers().accuracy()).isGreaterThan(0.95);
    assertThat(numbers.targetSpeakers().classes()).isEqualTo(6);
    assertThat(numbers.languages().accuracy())
        .as("a probe that knows voices does not know the languages of others")
        .isLessThan(0.75);
  }

  @Test
  void numbers_ofPlantedEmotions_findThemAlignedAndApart() {
    List<Utterance> clips = Clips.grid(4, 8);
    float[][] x = Clips.noise(clips.size(), WIDTH);
    for (int i = 0; i < x.length; i++) {
      x[i][clips.get(i).label().equals("sad") ? 0 : 1] += 5;
    }

    Numbers numbers = measure(clips, x, "en");

    assertThat(numbers.emotions().accuracy()).isGreaterThan(0.95);
    assertThat(numbers.alignment()).isGreaterThan(1.5);
    assertThat(numbers.alignment())
        .isCloseTo(numbers.sameEmotion() - numbers.otherEmotions(), within(1e-12));
    assertThat(numbers.targetSilhouette()).isGreaterThan(0.5);
  }

  @Test
  void numbers_ofWideEmbeddings_areOfComponentsAndFindWhatIsThere() {
    List<Utterance> clips = Clips.grid(4, 8);
    float[][] x = Clips.noise(clips.size(), 300);
    List<String> speakers = clips.stream().map(Utterance::globalSpeaker).distinct().toList();
    for (int i = 0; i < x.length; i++) {
      x[i][200 + speakers.indexOf(clips.get(i).globalSpeaker())] += 8;
    }

    Numbers numbers = measure(clips, x, "de");

    assertThat(numbers.components()).isEqualTo(clips.size() / 8);
    assertThat(numbers.speakers().accuracy()).isGreaterThan(0.9);
  }

  @Test
  void numbers_withRareSpeakers_leaveThemOutAndSaySo() {
    List<Utterance> clips = new ArrayList<>(Clips.grid(3, 6));
    clips.add(Clips.clip("de", "guest", "sad", 0));

    Numbers numbers = measure(clips, Clips.noise(clips.size(), WIDTH), "de");

    assertThat(numbers.speakers().classes()).isEqualTo(6);
    assertThat(numbers.speakers().items()).isEqualTo(clips.size() - 1);
    assertThat(numbers.notes())
        .contains("The probe for speakers leaves out 1 of 7, which are too rare in the sample.");
  }

  @Test
  void numbers_withoutTargetOrEnoughVoices_areNaNAndSaySo() {
    List<Utterance> clips = Clips.grid(1, 12);

    Numbers numbers = measure(clips, Clips.noise(clips.size(), WIDTH), "");

    assertThat(numbers.languages()).isEqualTo(Probing.NONE);
    assertThat(numbers.targetSilhouette()).isNaN();
    assertThat(numbers.notes())
        .containsExactly(
            "No probe for languages: fewer than two of 2 are frequent enough.",
            "No silhouette on the target: the model has none.");
  }
}
