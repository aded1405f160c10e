package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Engine;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed by the system (SIGKILL) at seeded random moments, again and again, ends
 * with the bytes of a run that was left alone.
 */
@ExtendWith(OneThread.class)
class KilledRunTest {

  private static final int MOST_STEPS_PER_PROCESS = 7;
  private static final long LONGEST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
  private static final long LONGEST_WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long WATCH_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  @TempDir Path folder;

  /** When a child dies. */
  private enum Moment {
    /** A random while after a random step. */
    STEP,
    /** As soon as a checkpoint is seen half written, after a random step. */
    WRITING,
    /** In the final evaluation, or while the result is written. */
    TARGET,
    /** Not at all. */
    NEVER
  }

  /** How a child ended. */
  private record Ended(boolean done, String lastLine) {}

  @Test
  void run_killedAFewTimes_endsAsTheWholeRun() throws Exception {
    killAndCompare(1, List.of(Moment.STEP, Moment.WRITING, Moment.TARGET));
  }

  @Test
  @Tag("slow")
  void run_killedManyTimes_endsAsTheWholeRun() throws Exception {
    for (int seed = 2; seed < 5; seed++) {
      killAndCompare(
          seed,
          List.of(
              Moment.STEP,
              Moment.WRITING,
              Moment.WRITING,
              Moment.STEP,
              Moment.WRITING,
              Moment.TARGET,
              Moment.TARGET));
    }
  }

  private void killAndCompare(long seed, List<Moment> kills) throws Exception {
    RunRecord whole = KillableRun.run(folder.resolve("whole-" + seed)).run();
    Path out = folder.resolve("killed-" + seed);
    List<String> log = new ArrayList<>();
    for (int i = 0; i < kills.size(); i++) {
      Ended ended = start(out, kills.get(i), SeededRandom.of(seed, i));
      log.add(
          "%s after '%s' (%d temporary files)"
              .formatted(kills.get(i), ended.lastLine(), temporaryFiles(out)));
      assertThat(ended.done()).as(log.toString()).isFalse();
    }
    Ended last = start(out, Moment.NEVER, SeededRandom.of(seed));
    String figures = "seed %d, killed %d times: %s".formatted(seed, kills.size(), log);
    Figures.write("killed-" + seed, figures);

    assertThat(last.done()).as(figures).isTrue();
    assertThat(TinyRun.outcome(out))
        .as(figures)
        .isEqualTo(TinyRun.outcome(folder.resolve("whole-" + seed)));
    RunRecord resumed = KillableRun.run(out).run(); // done: read, not repeated
    assertThat(resumed.training()).as(figures).isEqualTo(whole.training());
    assertThat(resumed.results()).as(figures).isEqualTo(whole.results());
    assertThat(resumed.audit().clean()).isTrue();
  }

  private static Ended start(Path out, Moment moment, SeededRandom random)
      throws IOException, InterruptedException {
    String kind = moment == Moment.TARGET ? KillableRun.TARGET : KillableRun.STEP;
    int lines = 1 + random.nextInt(MOST_STEPS_PER_PROCESS);
    Process child = child(out);
    String last = "nothing";
    try (BufferedReader said = child.inputReader()) {
      int seen = 0;
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = line;
        if (moment != Moment.NEVER && line.startsWith(kind) && ++seen == lines) {
          switch (moment) {
            case WRITING -> awaitTemporaryFile(out, temporaryFiles(out));
            default -> LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_DELAY_NANOS));
          }
          break;
        }
      }
    }
    if (moment == Moment.NEVER) {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the child has ended").isTrue();
    }
    child.destroyForcibly();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the child is dead").isTrue();
    return new Ended(last.startsWith(KillableRun.DONE), last);
  }

  private static Process child(Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Demoglot.threads=" + Engine.info().threads(),
            "-cp",
            System.getProperty("java.class.path"),
            KillableRun.class.getName(),
            out.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitTemporaryFile(Path out, long before) throws IOException {
    long start = System.nanoTime();
    while (temporaryFiles(out) <= before && System.nanoTime() - start < LONGEST_WATCH_NANOS) {
      LockSupport.parkNanos(WATCH_EVERY_NANOS);
    }
  }

  private static long temporaryFiles(Path out) throws IOException {
    if (!Files.exists(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> String.valueOf(file.getFileName()).endsWith(".tmp")).count();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
