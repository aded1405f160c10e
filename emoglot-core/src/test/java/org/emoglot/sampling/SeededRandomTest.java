package org.emoglot.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  /**
   * The numbers are part of every result: they may not change between releases or Java versions.
   */
  @Test
  void nextLong_pinned_staysWhatItWas() {
    SeededRandom random = SeededRandom.of(1, 2, 3);
    assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
        .containsExactly(1321962074176129191L, -2521084883668924615L, 6588988029983277238L);
  }

  @Test
  void of_differentCoordinates_giveDifferentNumbers() {
    Set<Long> first = new HashSet<>();
    for (long seed = -20; seed < 20; seed++) {
      for (long stream = 0; stream < 10; stream++) {
        for (long step = 0; step < 100; step++) {
          first.add(SeededRandom.of(seed, stream, step).nextLong());
        }
      }
    }
    assertThat(first).hasSize(40_000);
  }

  @Test
  void nextInt_manyDraws_areUniform() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int step = 0; step < 60_000; step++) {
      counts.merge(SeededRandom.of(5, step).nextInt(6), 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys(0, 1, 2, 3, 4, 5);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(10_000, within(500)));
  }

  @Test
  void nextInt_largestBound_staysBelowIt() {
    SeededRandom random = SeededRandom.of(8);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
    assertThat(random.nextInt(1)).isZero();
  }

  @Test
  void nextInt_noBound_isRefused() {
    assertThatThrownBy(() -> SeededRandom.of(1).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void nextDouble_manyDraws_haveMeanAndVarianceOfTheUniform() {
    SeededRandom random = SeededRandom.of(9);
    double[] values = DoubleStream.generate(random::nextDouble).limit(50_000).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(0.0, 0.001);
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.999, Math.nextDown(1.0));
    assertThat(mean).isCloseTo(0.5, within(0.01));
    assertThat(variance).isCloseTo(1.0 / 12, within(0.002));
  }

  @Test
  void shuffled_manyTimes_reachesEveryOrderEquallyOften() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int i = 0; i < 24_000; i++) {
      counts.merge(SeededRandom.of(10, i).shuffled(List.of(1, 2, 3, 4)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(1000, within(160)));
  }
}
