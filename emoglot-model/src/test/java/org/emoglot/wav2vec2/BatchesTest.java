package org.emoglot.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

class BatchesTest {

  @Test
  void byLength_mixedLengths_sortsAndPacksBySize() {
    int[] lengths = {50, 10, 100, 10, 60, 20};

    assertThat(Batches.byLength(lengths, 120, 4))
        .containsExactly(List.of(1, 3, 5), List.of(0, 4), List.of(2));
  }

  @Test
  void byLength_equalLengths_areBoundInNumberAndKeepTheirOrder() {
    assertThat(Batches.byLength(new int[] {7, 7, 7, 7, 7}, 1000, 2))
        .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
  }

  @Test
  void byLength_oneTooLong_isAlone() {
    assertThat(Batches.byLength(new int[] {500, 1}, 100, 4))
        .containsExactly(List.of(1), List.of(0));
    assertThat(Batches.byLength(new int[0], 100, 4)).isEmpty();
  }

  @Test
  void byLength_realisticLengths_padLittleAndLoseNothing() {
    SeededRandom random = SeededRandom.of(1);
    int[] lengths = IntStream.range(0, 200).map(i -> 50 + random.nextInt(400)).toArray();

    List<List<Integer>> batches = Batches.byLength(lengths, 4000, 32);

    assertThat(batches.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    long padded = 0;
    for (List<Integer> batch : batches) {
      long size = (long) batch.size() * batch.stream().mapToInt(i -> lengths[i]).max().orElse(0);
      assertThat(size).as(batch.toString()).isLessThanOrEqualTo(4000);
      padded += size;
    }
    double share = 1 - IntStream.of(lengths).sum() / (double) padded;
    assertThat(share).as("share of padding").isBetween(0.0, 0.06);
  }
}
