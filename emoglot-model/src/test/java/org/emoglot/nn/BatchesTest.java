package org.emoglot.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

class BatchesTest {

  @Test
  void byLength_mixedLengths_sortsAndPacksByFrames() {
    int[] frames = {50, 10, 100, 10, 60, 20};

    assertThat(Batches.byLength(frames, 120))
        .containsExactly(List.of(1, 3, 5, 0), List.of(4), List.of(2));
  }

  @Test
  void byLength_framesThatJustFit_areOneBatch() {
    assertThat(Batches.byLength(new int[] {50, 20, 50}, 120)).containsExactly(List.of(1, 0, 2));
    assertThat(Batches.byLength(new int[] {50, 20, 50}, 119))
        .containsExactly(List.of(1, 0), List.of(2));
  }

  @Test
  void byLength_equalLengths_keepTheirOrder() {
    assertThat(Batches.byLength(new int[] {7, 7, 7, 7, 7}, 15))
        .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
  }

  @Test
  void byLength_oneTooLong_isAlone() {
    assertThat(Batches.byLength(new int[] {500, 1, 600}, 100))
        .containsExactly(List.of(1), List.of(0), List.of(2));
    assertThat(Batches.byLength(new int[0], 100)).isEmpty();
  }

  @Test
  void byLength_realisticLengths_fillBatchesAndLoseNothing() {
    SeededRandom random = SeededRandom.of(1);
    int[] frames = IntStream.range(0, 200).map(i -> 50 + random.nextInt(400)).toArray();

    List<List<Integer>> batches = Batches.byLength(frames, 2048);

    assertThat(batches.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    int total = IntStream.of(frames).sum();
    for (List<Integer> batch : batches) {
      int size = batch.stream().mapToInt(i -> frames[i]).sum();
      assertThat(size).as(batch.toString()).isLessThanOrEqualTo(2048);
    }
    // A batch is closed only when the next clip, of at most 450 frames, would not fit.
    assertThat(batches).hasSizeLessThanOrEqualTo(total / (2048 - 449) + 1);
  }
}
