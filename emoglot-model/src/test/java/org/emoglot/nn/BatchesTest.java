package org.emoglot.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.TwoStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TwoStreams.class)
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 24, 339})
  void forEach_anyNumber_givesEverySequenceOnceShortestFirst(int count) {
    SeededRandom random = SeededRandom.of(count);
    int[] frames = IntStream.range(0, count).map(i -> random.nextInt(1500)).toArray();

    List<List<Integer>> batches = batches(frames);

    assertThat(batches).noneMatch(List::isEmpty);
    assertThat(batches.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    for (List<Integer> batch : batches) {
      assertThat(batch.stream().map(i -> frames[i])).isSorted();
    }
    assertThat(batches(frames)).as("again").containsExactlyInAnyOrderElementsOf(batches);
  }

  @Test
  void forEach_twoStreams_getEvenBatchesOfHalfTheSize() {
    int[] frames = IntStream.range(0, 24).map(i -> 160 + 14 * i).toArray();
    int total = IntStream.of(frames).sum(); // 7704

    List<List<Integer>> batches = batches(frames);

    assertThat(batches).hasSize(4);
    for (List<Integer> batch : batches) {
      assertThat(batch.stream().mapToInt(i -> frames[i]).sum())
          .isCloseTo(total / 4, Percentage.withPercentage(5));
    }
  }

  @Test
  void forEach_tooLongOrTooFewToShare_takeAllThreads() {
    assertThat(batches(new int[] {300, 100})).containsExactly(List.of(1, 0));
    assertThat(batches(new int[] {300, 280})).hasSize(2);
    assertThat(batches(new int[] {3000, 300, 2800, 300}))
        .containsExactlyInAnyOrder(List.of(1), List.of(3), List.of(2), List.of(0))
        .endsWith(List.of(2), List.of(0));
  }

  private static List<List<Integer>> batches(int[] frames) {
    List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    Batches.forEach(frames, batches::add);
    return batches;
  }
}
