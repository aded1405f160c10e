package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AheadTest {

  @Test
  void await_ofFailedWork_throwsWhatItThrew() {
    IllegalStateException failure = new IllegalStateException("does not load");
    try (Ahead ahead =
        Ahead.begin(
            "work",
            () -> {
              throw failure;
            })) {
      assertThatThrownBy(ahead::await).isSameAs(failure);
    }
  }

  @Test
  void close_waitsUntilTheThreadHasEnded() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (Ahead ahead =
        Ahead.begin(
            "work",
            () -> {
              worker.set(Thread.currentThread());
              waitFor(mayEnd);
            })) {
      assertThat(ahead).isNotNull();
      mayEnd.countDown();
    }

    assertThat(worker.get().isAlive()).isFalse();
  }

  @Test
  void await_whenInterrupted_interruptsTheWorkAndStaysInterrupted() {
    AtomicBoolean stopped = new AtomicBoolean();
    try (Ahead ahead = Ahead.begin("work", () -> stopped.set(!waitFor(new CountDownLatch(1))))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(ahead::await).isInstanceOf(CancellationException.class);
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped).isTrue();
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
