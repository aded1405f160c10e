package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

  private static final long MILLISECOND = 1_000_000;

  private final StringWriter written = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void update_notOnATerminal_writesALineEveryFiveSeconds() {
    try (Progress progress = progress(false, 600)) {
      for (int step = 1; step <= 120; step++) {
        clock.addAndGet(100 * MILLISECOND);
        progress.update(step, 600, "loss 1.2");
      }
    }

    assertThat(written.toString().lines())
        .containsExactly(
            "training: 50/600 steps (8 %), 10.0 steps/s, 0:55 left, loss 1.2",
            "training: 100/600 steps (16 %), 10.0 steps/s, 0:50 left, loss 1.2",
            "training: 120/600 steps (20 %), 10.0 steps/s, 0:48 left, loss 1.2");
  }

  @Test
  void update_onATerminal_rewritesOneLine() {
    try (Progress progress = progress(true, 2)) {
      clock.addAndGet(3_700_000 * MILLISECOND);
      progress.step();
      clock.addAndGet(3_700_000 * MILLISECOND);
      progress.step();
    }

    assertThat(written.toString()).containsOnlyOnce("\n");
    assertThat(written.toString())
        .contains("\r\u001B[Ktraining: 1/2 steps (50 %), 3700.0 s each, 1:01:40 left")
        .endsWith("training: 2/2 steps (100 %), 3700.0 s each, 2:03:20 in total\n");
  }

  @Test
  void update_withUnknownTotal_countsOnly() {
    try (Progress progress = progress(false, 0)) {
      clock.addAndGet(6_000 * MILLISECOND);
      progress.update(1_200, 0);
    }

    assertThat(written.toString().lines().findFirst())
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("training: 1200 steps, 200 steps/s"));
  }

  @Test
  void update_inAnInterruptedThread_stopsTheWork() {
    try (Progress progress = progress(false, 600)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(progress::step)
          .isInstanceOf(CancellationException.class)
          .hasMessage("Interrupted after 1 steps.");
    } finally {
      Thread.interrupted(); // later tests shall not see it
    }
    assertThat(written.toString()).isEmpty();
  }

  private Progress progress(boolean terminal, long total) {
    return new Progress(new PrintWriter(written), terminal, clock::get, "training", "steps", total);
  }

  @Test
  void warn_onATerminal_takesThePlaceOfTheBar(@TempDir Path folder) {
    Path absent = folder.resolve("absent.wav");
    System.setProperty("emoglot.terminal", "true");
    try {
      Captured run = Captured.run("predict", absent.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("\r\u001B[KExpected an audio file at " + absent);
    } finally {
      System.clearProperty("emoglot.terminal");
    }
    assertThat(Captured.run("predict", absent.toString()).err()).doesNotContain("\u001B");
  }
}
