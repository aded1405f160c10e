package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and whose turn it is. */
class GateTest {

  private final Gate gate = new Gate(new Limits(1, 1, 1, 1, 1, 1, 20, 1, 1));
  private final CountDownLatch hold = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CompletableFuture<Boolean> held;

  @BeforeEach
  void occupy() throws Exception {
    held =
        CompletableFuture.supplyAsync(() -> gate.work(this::waitForRelease, () -> false), threads);
    await(1, 0);
  }

  @AfterEach
  void end() {
    hold.countDown();
    threads.shutdown();
  }

  private boolean waitForRelease() {
    try {
      return hold.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(int busy, int waiting) throws InterruptedException {
    for (int i = 0; i < 3000 && (gate.busy() != busy || gate.waiting() != waiting); i++) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    assertThat(gate.busy()).isEqualTo(busy);
    assertThat(gate.waiting()).isEqualTo(waiting);
  }

  @Test
  void work_ofThoseWhoWaitLong_isDoneInTheOrderOfTheirArrival() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int number = i;
      all.add(
          CompletableFuture.supplyAsync(
              () -> gate.work(() -> order.add(number), () -> false), threads));
      await(1, i + 1);
      TimeUnit.MILLISECONDS.sleep(30); // so that the first have looked several times
    }
    hold.countDown();
    for (CompletableFuture<Boolean> one : all) {
      one.get(10, TimeUnit.SECONDS);
    }

    assertThat(order).isSorted().hasSize(12);
    assertThat(held.get()).isTrue();
    await(0, 0);
  }

  @Test
  void work_whoseClientHasLeft_isNotDoneAndTakesNoTurn() throws Exception {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Boolean> left =
        CompletableFuture.supplyAsync(() -> gate.work(() -> done.add(1), () -> true), threads);

    assertThatThrownBy(() -> left.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ClientGone.class);
    await(1, 0);
    hold.countDown();
    await(0, 0);
    assertThat(gate.work(() -> done.add(2), () -> false)).isTrue();
    assertThat(done).containsExactly(2);
  }

  @Test
  void workIfFree_isLeftOutWhileSomebodyWorks() throws Exception {
    assertThat(gate.workIfFree(() -> {})).isFalse();
    hold.countDown();
    await(0, 0);
    assertThat(gate.workIfFree(() -> {})).isTrue();
    assertThat(gate.busy()).isZero();
  }

  @Test
  void work_thatFails_givesItsWorkerBack() throws Exception {
    hold.countDown();
    await(0, 0);

    assertThatThrownBy(
            () ->
                gate.work(
                    () -> {
                      throw new IllegalStateException("broken");
                    },
                    () -> false))
        .hasMessage("broken");
    assertThat(gate.busy()).isZero();
  }
}
