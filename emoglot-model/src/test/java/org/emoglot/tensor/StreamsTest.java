package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwoStreams.class)
class StreamsTest {

  @Test
  void forEach_twoParts_runAtTheSameTimeOnOneThreadEach() {
    CountDownLatch both = new CountDownLatch(2);
    Set<String> seen = ConcurrentHashMap.newKeySet();

    Streams.forEach(
        List.of("a", "b"),
        part -> {
          both.countDown();
          try {
            assertThat(both.await(1, TimeUnit.MINUTES)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          seen.add(part + " " + torch.get_num_threads() + " " + Streams.count());
        });

    assertThat(seen).containsExactlyInAnyOrder("a 1 1", "b 1 1");
    assertThat(Streams.count()).isEqualTo(2);
  }

  @Test
  void forEach_withinAPart_staysInItsThread() {
    Set<Boolean> same = new HashSet<>();
    Streams.forEach(
        List.of(0),
        outer -> {
          Thread mine = Thread.currentThread();
          Streams.forEach(List.of(1, 2, 3), inner -> same.add(mine == Thread.currentThread()));
        });
    assertThat(same).containsExactly(true);
  }

  @Test
  void forEach_onOneThread_staysInTheCallers() {
    Set<Thread> threads = new HashSet<>();
    TwoStreams.alone(
        () -> {
          Streams.forEach(List.of(1, 2, 3), part -> threads.add(Thread.currentThread()));
          return threads;
        });
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void forEach_partsThatFail_throwsTheFirstWhenAllHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    List<Integer> parts = IntStream.range(0, 20).boxed().toList();

    assertThatThrownBy(
            () ->
                Streams.forEach(
                    parts,
                    part -> {
                      ended.incrementAndGet();
                      if (part % 5 == 3) {
                        throw new IllegalStateException("part " + part);
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 3");
    assertThat(ended).hasValue(20);

    assertThatThrownBy(
            () ->
                Streams.forEach(
                    parts,
                    part -> {
                      throw new AssertionError(part);
                    }))
        .isInstanceOf(AssertionError.class);
    forEach_twoParts_runAtTheSameTimeOnOneThreadEach(); // both are still there
  }

  @Test
  void forEach_interruptedCaller_finishesAndStaysInterrupted() {
    AtomicInteger ended = new AtomicInteger();
    Thread.currentThread().interrupt();
    Streams.forEach(List.of(1, 2, 3, 4), part -> ended.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).hasValue(4);
  }

  @Test
  void start_newThread_stillGetsTheThreadsOfTheEngine() throws InterruptedException {
    Streams.forEach(List.of(1, 2), part -> Ops.zeros(3));
    AtomicReference<Integer> found = new AtomicReference<>();
    Thread other = new Thread(() -> found.set(Streams.count()));
    other.start();
    other.join();
    assertThat(found).hasValue(2);
  }
}
