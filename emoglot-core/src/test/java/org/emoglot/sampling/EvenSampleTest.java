package org.emoglot.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSampleTest {

  private static final List<String> STRATA =
      IntStream.range(0, 100).mapToObj(i -> i < 5 ? "small" : i < 40 ? "middle" : "large").toList();

  private static long count(List<Integer> drawn, String stratum) {
    return drawn.stream().filter(i -> STRATA.get(i).equals(stratum)).count();
  }

  @Test
  void of_unevenStrata_drawsEvenlyAndTheSmallWhole() {
    List<Integer> drawn = EvenSample.of(STRATA, 45, 1);
    assertThat(drawn).hasSize(45).doesNotHaveDuplicates().isSorted();
    assertThat(count(drawn, "small")).isEqualTo(5);
    assertThat(count(drawn, "middle")).isEqualTo(20);
    assertThat(count(drawn, "large")).isEqualTo(20);
  }

  @Test
  void of_seeds_drawOthersAndTheSameAgain() {
    assertThat(EvenSample.of(STRATA, 45, 1)).isEqualTo(EvenSample.of(STRATA, 45, 1));
    assertThat(EvenSample.of(STRATA, 45, 2)).isNotEqualTo(EvenSample.of(STRATA, 45, 1));
  }

  @Test
  void of_moreThanThereAre_areAll() {
    assertThat(EvenSample.of(STRATA, 1000, 1)).hasSize(100);
    assertThat(EvenSample.of(List.of(), 3, 1)).isEmpty();
  }
}
