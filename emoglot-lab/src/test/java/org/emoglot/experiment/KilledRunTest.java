package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.KilledChild;
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

  @TempDir Path folder;

  /** When a child dies. */
  private enum Moment {
    /** A random while after a random step. */
    STEP,
    /** As soon as a checkpoint is seen half written, after a random step. */
    WRITING,
    /** In the final evaluation, or while the result is written. */
    TARGET
  }

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
    KilledChild child = new KilledChild(KillableRun.class, out);
    List<String> log = new ArrayList<>();
    for (int i = 0; i < kills.size(); i++) {
      String last = kill(child, kills.get(i), SeededRandom.of(seed, i));
      log.add(
          "%s after '%s' (%d temporary files)"
              .formatted(kills.get(i), last, child.temporaryFiles()));
      assertThat(last).as(log.toString()).doesNotStartWith(KillableRun.DONE);
    }
    String last = child.finish();
    String figures = "seed %d, killed %d times: %s".formatted(seed, kills.size(), log);
    Figures.write("killed-" + seed, figures);

    assertThat(last).as(figures).startsWith(KillableRun.DONE);
    assertThat(TinyRun.outcome(out))
        .as(figures)
        .isEqualTo(TinyRun.outcome(folder.resolve("whole-" + seed)));
    RunRecord resumed = KillableRun.run(out).run(); // done: read, not repeated
    assertThat(resumed.training()).as(figures).isEqualTo(whole.training());
    assertThat(resumed.results()).as(figures).isEqualTo(whole.results());
    assertThat(resumed.audit().clean()).isTrue();
  }

  private static String kill(KilledChild child, Moment moment, SeededRandom random)
      throws Exception {
    int lines = 1 + random.nextInt(MOST_STEPS_PER_PROCESS);
    return child.killAfter(
        moment == Moment.TARGET ? KillableRun.TARGET : KillableRun.STEP,
        lines,
        moment == Moment.WRITING ? KilledChild.Moment.WRITING : KilledChild.Moment.LATER,
        random);
  }
}
