package org.emoglot.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.emoglot.adapt.Pooling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UtteranceSumTest {

  /** Frames (1, 10), (3, 20) and (8, 60) in windows of two frames and of one. */
  @Test
  void values_meansAndDeviations_areThoseOfAllFrames() {
    UtteranceSum sum = new UtteranceSum(4, Pooling.MEAN_STD, 3);
    sum.add(new Embedding(2, 4, new float[] {2, 15, 1, 5}));
    sum.add(new Embedding(1, 4, new float[] {8, 60, 0, 0}));
    assertThat(sum.values())
        .containsExactly(
            new float[] {4, 30, (float) Math.sqrt(26 / 3.0), (float) Math.sqrt(1400 / 3.0)},
            within(1e-4f));
  }

  @ParameterizedTest
  @EnumSource(names = {"MEAN", "ATTENTIVE"})
  void values_means_areWeightedByFrames(Pooling pooling) {
    UtteranceSum sum = new UtteranceSum(2, pooling, 3);
    sum.add(new Embedding(2, 2, new float[] {2, 15}));
    sum.add(new Embedding(1, 2, new float[] {8, 60}));
    assertThat(sum.values()).containsExactly(new float[] {4, 30}, within(1e-5f));
  }
}
