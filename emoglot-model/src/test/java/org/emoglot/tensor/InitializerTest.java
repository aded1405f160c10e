package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InitializerTest {

  private static final int DRAWS = 200_000;

  @Test
  void normal_manyDraws_haveTheDeviation() {
    float[] values = Initializer.normal(0.02).draw(Initializer.generator(1, "w"), 500, 400);
    assertThat(values).hasSize(DRAWS);
    assertThat(mean(values)).isCloseTo(0, within(5 * 0.02 / Math.sqrt(DRAWS)));
    assertThat(deviation(values)).isCloseTo(0.02, within(0.02 * 0.01));
  }

  @Test
  void kaiming_convolution_countsAllAxesButTheFirst() {
    float[] values = Initializer.kaiming().draw(Initializer.generator(2, "w"), 1000, 20, 10);
    assertThat(deviation(values)).isCloseTo(Math.sqrt(2.0 / 200), within(0.001));
  }

  @Test
  void constant_anyShape_isTheSameEverywhere() {
    assertThat(Initializer.constant(0.5).draw(Initializer.generator(3, "w"), 2, 3))
        .hasSize(6)
        .containsOnly(0.5f);
  }

  @Test
  void generator_otherSeedOrName_isUncorrelated() {
    float[] first = Initializer.normal(1).draw(Initializer.generator(1, "a"), DRAWS);
    float[] otherName = Initializer.normal(1).draw(Initializer.generator(1, "b"), DRAWS);
    float[] otherSeed = Initializer.normal(1).draw(Initializer.generator(2, "a"), DRAWS);
    double bound = 5 / Math.sqrt(DRAWS);
    assertThat(correlation(first, otherName)).isCloseTo(0, within(bound));
    assertThat(correlation(first, otherSeed)).isCloseTo(0, within(bound));
    assertThat(Initializer.normal(1).draw(Initializer.generator(1, "a"), DRAWS))
        .containsExactly(first);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  private static double correlation(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * (double) y[i];
    }
    return sum / x.length;
  }
}
