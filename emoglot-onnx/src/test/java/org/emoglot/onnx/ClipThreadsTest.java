package org.emoglot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipThreadsTest {

  @Test
  void map_manyItems_keepsTheirOrder() {
    List<Integer> items = IntStream.range(0, 100).boxed().toList();
    for (int count : new int[] {1, 3}) {
      try (ClipThreads threads = new ClipThreads(count)) {
        assertThat(threads.map(items, i -> i, i -> -i))
            .isEqualTo(items.stream().map(i -> -i).toList());
        assertThat(threads.map(List.<Integer>of(), i -> i, i -> -i)).isEmpty();
      }
    }
  }

  @Test
  void map_twoThreads_workBesideEachOther() {
    CyclicBarrier both = new CyclicBarrier(2);
    try (ClipThreads threads = new ClipThreads(2)) {
      assertThat(threads.map(List.of(1, 2), i -> i, i -> meet(both))).containsExactly(true, true);
    }
  }

  @Test
  void map_itemsOfManySizes_beginsWithTheLargest() {
    Exchanger<Integer> beside = new Exchanger<>();
    try (ClipThreads threads = new ClipThreads(2)) {
      assertThat(threads.map(List.of(1, 4, 2, 3), i -> i, i -> meet(beside, i)))
          .containsExactly(2, 3, 1, 4);
    }
  }

  private static int meet(Exchanger<Integer> beside, int own) {
    try {
      return beside.exchange(own, 1, TimeUnit.MINUTES);
    } catch (InterruptedException | TimeoutException e) {
      return 0;
    }
  }

  private static boolean meet(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
      return true;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      return false;
    }
  }

  @Test
  void map_oneItem_runsInTheCallersThread() {
    try (ClipThreads threads = new ClipThreads(2)) {
      assertThat(threads.map(List.of(1), i -> i, i -> Thread.currentThread()))
          .containsExactly(Thread.currentThread());
    }
  }

  @Test
  void map_aFailure_isThrownAfterAllHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    try (ClipThreads threads = new ClipThreads(2)) {
      assertThatThrownBy(
              () ->
                  threads.map(
                      List.of(1, 2, 3),
                      i -> i,
                      i -> {
                        ended.incrementAndGet();
                        if (i == 1) {
                          throw new IllegalStateException("of 1");
                        }
                        return i;
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("of 1");
    }
    assertThat(ended).hasValue(3);
  }

  @Test
  void map_anInterruptedCaller_stillGetsTheResultsAndStaysInterrupted() {
    try (ClipThreads threads = new ClipThreads(2)) {
      Thread.currentThread().interrupt();
      assertThat(threads.map(List.of(1, 2), i -> i, i -> i)).containsExactly(1, 2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
