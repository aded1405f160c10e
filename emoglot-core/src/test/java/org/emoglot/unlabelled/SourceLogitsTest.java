package org.emoglot.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;

class SourceLogitsTest {

  private static final List<float[]> LOGITS =
      List.of(
          new float[] {3, 1}, // a, emotion 0, centred (1, -1)
          new float[] {7, 1}, // a, emotion 0, (3, -3)
          new float[] {0, 4}, // a, emotion 1, (-2, 2)
          new float[] {2, 2}, // b, emotion 0, (0, 0)
          new float[] {9, 5}, // b, emotion 0, (2, -2)
          new float[] {1, 7}); // b, emotion 1, (-3, 3)

  private static final int[] LABELS = {0, 0, 1, 0, 0, 1};

  private static final List<String> CORPORA = List.of("a", "a", "a", "b", "b", "b");

  @Test
  void of_clips_separatesCorpusEmotionAndRest() {
    SourceLogits source = SourceLogits.of(LOGITS, LABELS, CORPORA);

    // Means of the emotions: a (2, -2) and (-2, 2); b (1, -1) and (-3, 3).
    assertThat(source.mean()).containsExactly(new double[] {-0.5, 0.5}, within(1e-12));
    assertThat(source.emotions()[0]).containsExactly(new double[] {2, -2}, within(1e-12));
    assertThat(source.emotions()[1]).containsExactly(new double[] {-2, 2}, within(1e-12));
    // Only emotion 0 repeats, with deviations of 1 from its mean in both corpora.
    assertThat(source.within()[0]).containsExactly(new double[] {2, -2}, within(1e-12));
    // The corpora are at (0, 0) and (-1, 1).
    assertThat(source.between()[0]).containsExactly(new double[] {0.5, -0.5}, within(1e-12));
    assertThat(source.spread()).isEqualTo(4 + 8, within(1e-12));
    assertThat(source.spreadWithin()).isEqualTo(4.0 / 12, within(1e-12));
    assertThat(source.clips()).isEqualTo(6);
    assertThat(source.corpora()).isEqualTo(2);
  }

  @Test
  void of_moreClipsOfOneEmotionInACorpus_movesNothing() {
    SourceLogits few = SourceLogits.of(LOGITS, LABELS, CORPORA);
    SourceLogits many =
        SourceLogits.of(
            java.util.stream.Stream.concat(LOGITS.stream(), LOGITS.subList(0, 2).stream()).toList(),
            new int[] {0, 0, 1, 0, 0, 1, 0, 0},
            List.of("a", "a", "a", "b", "b", "b", "a", "a"));

    assertThat(many.mean()).containsExactly(few.mean(), within(1e-12));
  }

  @Test
  void of_noEmotionTwiceInACorpus_isUnknown() {
    assertThat(
            SourceLogits.of(LOGITS.subList(1, 3), new int[] {0, 1}, List.of("a", "a")).isUnknown())
        .isTrue();
    assertThat(SourceLogits.of(List.of(), new int[0], List.of()).isUnknown()).isTrue();
  }

  @Test
  void json_roundTrip_keepsEverything() {
    SourceLogits source = SourceLogits.of(LOGITS, LABELS, CORPORA);

    SourceLogits read =
        Json.record(
            java.nio.file.Path.of("config.json"),
            Json.mapper().valueToTree(source),
            SourceLogits.class,
            "restore it");

    assertThat(Json.write(read)).isEqualTo(Json.write(source));
    assertThat(read.fits(2)).isTrue();
    assertThat(read.fits(3)).isFalse();
  }

  @Test
  void read_ofAnEarlierVersion_hasNoShots() {
    ObjectNode json = Json.mapper().valueToTree(SourceLogits.of(LOGITS, LABELS, CORPORA));
    json.remove("shots");

    SourceLogits read = SourceLogits.read(Path.of("config.json"), json, "restore it");

    assertThat(read.shots()).isZero();
    assertThat(read.withShots(8).shots()).isEqualTo(8);
  }
}
