package org.emoglot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;

class ClipSampleTest {

  private static Map<String, Long> counts(List<Utterance> clips, Function<Utterance, String> by) {
    return clips.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }

  /** German has eight voices where English has two, and one of these speaks most. */
  private static List<Utterance> uneven() {
    List<Utterance> clips = new ArrayList<>();
    for (String emotion : Clips.EMOTIONS) {
      for (int i = 0; i < 40; i++) {
        clips.add(Clips.clip("de", "s" + i % 8, emotion, i));
        clips.add(Clips.clip("en", i < 32 ? "loud" : "quiet", emotion, i));
      }
    }
    return clips;
  }

  @Test
  void sample_ofUnevenCorpora_isEvenOverLanguagesEmotionsAndSpeakers() {
    List<Utterance> drawn = ClipSample.of(uneven(), 64, 1);

    assertThat(counts(drawn, u -> u.language().code() + " " + u.label()))
        .isEqualTo(Map.of("de angry", 16L, "de sad", 16L, "en angry", 16L, "en sad", 16L));
    assertThat(counts(drawn, u -> u.speaker() + " " + u.label()))
        .containsEntry("loud sad", 8L)
        .containsEntry("quiet sad", 8L)
        .containsEntry("s3 angry", 2L);
  }

  @Test
  void sample_ofMoreThanThereAre_isAllOnceInTheOrderOfIds() {
    List<Utterance> drawn = ClipSample.of(uneven(), 1000, 1);

    assertThat(drawn).hasSize(160).doesNotHaveDuplicates();
    assertThat(drawn).extracting(Utterance::id).isSorted();
  }

  @Test
  void sample_followsTheSeed() {
    assertThat(ClipSample.of(uneven(), 30, 5)).isEqualTo(ClipSample.of(uneven(), 30, 5));
    assertThat(ClipSample.of(uneven(), 30, 5)).isNotEqualTo(ClipSample.of(uneven(), 30, 6));
  }
}
