package org.emoglot.selfsupervised;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  private static final int DRAWS = 4000;
  private static final MaskingConfig CONFIG = new MaskingConfig(0.65, 0.2, 2);

  /** Standard errors by which two means of {@link #DRAWS} draws may differ. */
  private static final double ERRORS = 4.5;

  @Test
  void draw_manyTimes_masksAsOftenAsTransformers() {
    Map<String, String> figures = new LinkedHashMap<>();
    try (Safetensors golden = TinyEncoders.golden("pretraining-masks")) {
      long[] lengths = new long[(int) golden.entry("frames").elements()];
      golden.bytes("frames").asLongBuffer().get(lengths);
      for (int i = 0; i < lengths.length; i++) {
        int frames = (int) lengths[i];
        double sum = 0;
        double squares = 0;
        int first = 0;
        int middle = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
          int[] masked =
              SpanMask.draw(frames, CONFIG.share(), 10, 2, SeededRandom.of(3, frames, draw));
          double share = (double) masked.length / frames;
          sum += share;
          squares += share * share;
          first += masked[0] == 0 ? 1 : 0;
          middle += Arrays.binarySearch(masked, frames / 2) >= 0 ? 1 : 0;
        }
        double mean = sum / DRAWS;
        double deviation = Math.sqrt(squares / DRAWS - mean * mean);
        double expected = golden.floats("share_mean")[i];
        double expectedDeviation = golden.floats("share_std")[i];
        figures.put(
            frames + " frames",
            "masked %.4f (transformers %.4f), deviation %.4f (%.4f), first frame %.4f (%.4f), middle %.4f (%.4f)"
                .formatted(
                    mean,
                    expected,
                    deviation,
                    expectedDeviation,
                    (double) first / DRAWS,
                    golden.floats("first_mean")[i],
                    (double) middle / DRAWS,
                    golden.floats("middle_mean")[i]));
        String what = figures.toString();
        assertThat(Math.abs(mean - expected))
            .as(what)
            .isLessThan(ERRORS * expectedDeviation * Math.sqrt(2.0 / DRAWS));
        // Of a standard deviation: about its size over sqrt(2 n), more for tails.
        assertThat(Math.abs(deviation / expectedDeviation - 1)).as(what).isLessThan(0.08);
        assertShare(what, first, golden.floats("first_mean")[i]);
        assertShare(what, middle, golden.floats("middle_mean")[i]);
      }
    }
    Figures.write("masking", figures);
  }

  private static void assertShare(String what, int count, double expected) {
    double error = Math.sqrt(Math.max(expected * (1 - expected), 1.0 / DRAWS) * 2 / DRAWS);
    assertThat(Math.abs((double) count / DRAWS - expected)).as(what).isLessThan(ERRORS * error);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 12, 19, 20, 21, 400})
  void draw_anyLength_masksSomeFramesAndLeavesSome(int frames) {
    for (int draw = 0; draw < 200; draw++) {
      int[] masked = SpanMask.draw(frames, 0.65, 10, 2, SeededRandom.of(draw));
      assertThat(masked.length).as("of %d frames", frames).isBetween(2, frames - 1);
      assertThat(masked).isSorted().doesNotHaveDuplicates();
      assertThat(masked[masked.length - 1]).isLessThan(frames);
    }
  }

  @Test
  void draw_ofABatch_takesEveryOtherMaskedFrameOfTheClipAndNoneElse() {
    int negatives = 500;
    Masking masking =
        Masking.draw(new int[] {30, 12}, CONFIG, 5, negatives, clip -> SeededRandom.of(5, clip));

    int first = masking.frames().get(0).length;
    assertThat(masking.count()).isEqualTo(first + masking.frames().get(1).length);
    for (int frame = 0; frame < masking.count(); frame++) {
      int own = frame;
      TreeSet<Long> found = new TreeSet<>();
      for (int k = 0; k < negatives; k++) {
        found.add(masking.negatives()[frame * negatives + k]);
      }
      LongStream clip =
          frame < first ? LongStream.range(0, first) : LongStream.range(first, masking.count());
      assertThat(found)
          .as("negatives of frame %d", frame)
          .containsExactlyElementsOf(clip.filter(other -> other != own).boxed().toList());
    }
  }

  @Test
  void draw_fromOneSeed_isRepeatable() {
    int[] lengths = {50, 70, 20};
    Masking one = Masking.draw(lengths, CONFIG, 5, 7, clip -> SeededRandom.of(1, clip));
    Masking same = Masking.draw(lengths, CONFIG, 5, 7, clip -> SeededRandom.of(1, clip));
    Masking other = Masking.draw(lengths, CONFIG, 5, 7, clip -> SeededRandom.of(2, clip));

    assertThat(same.negatives()).isEqualTo(one.negatives());
    assertThat(same.frames()).usingRecursiveComparison().isEqualTo(one.frames());
    assertThat(other.frames().get(1)).isNotEqualTo(one.frames().get(1));
  }
}
