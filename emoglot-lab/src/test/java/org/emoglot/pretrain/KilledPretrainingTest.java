package org.emoglot.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.Sha256;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.KilledChild;
import org.emoglot.tensor.KilledChild.Moment;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pretraining that is killed by the system (SIGKILL) at seeded random moments, again and again,
 * ends with the bytes of one that was left alone.
 */
@ExtendWith(OneThread.class)
class KilledPretrainingTest {

  private static final int MOST_STEPS_PER_PROCESS = 9;

  @TempDir Path folder;

  @Test
  void run_killedAFewTimes_endsAsTheWholeRun() throws Exception {
    killAndCompare(1, List.of(Moment.LATER, Moment.WRITING));
  }

  @Test
  @Tag("slow")
  void run_killedManyTimes_endsAsTheWholeRun() throws Exception {
    for (int seed = 2; seed < 5; seed++) {
      killAndCompare(
          seed,
          List.of(Moment.WRITING, Moment.LATER, Moment.WRITING, Moment.WRITING, Moment.LATER));
    }
  }

  private void killAndCompare(long seed, List<Moment> kills) throws Exception {
    Path wholeFolder = folder.resolve("whole-" + seed);
    PretrainingRecord whole = KillablePretraining.pretraining(wholeFolder).run();
    Path out = folder.resolve("killed-" + seed);
    KilledChild child = new KilledChild(KillablePretraining.class, out);
    List<String> log = new ArrayList<>();
    for (int i = 0; i < kills.size(); i++) {
      SeededRandom random = SeededRandom.of(seed, i);
      // The first process must leave a checkpoint, or nothing would be resumed.
      int steps = (i == 0 ? 3 : 1) + random.nextInt(MOST_STEPS_PER_PROCESS);
      String last = child.killAfter(KillablePretraining.STEP, steps, kills.get(i), random);
      log.add(
          "%s after '%s' (%d half files)".formatted(kills.get(i), last, child.temporaryFiles()));
      assertThat(last).as(log.toString()).startsWith(KillablePretraining.STEP);
      if (kills.get(i) == Moment.LATER) {
        assertThat(out.resolve(PretrainingRecord.FILE)).as(log.toString()).doesNotExist();
      }
    }
    // Between the last checkpoint and the record the model is written, in a folder of its own.
    log.add(
        "after "
            + child.killAfter(
                KillablePretraining.LAST_LOOK, 1, Moment.WRITING, SeededRandom.of(seed, -1)));
    String last = child.finish();
    String figures = "seed %d, killed %d times: %s".formatted(seed, log.size(), log);
    Figures.write("killed-pretraining-" + seed, figures);

    assertThat(last).as(figures).startsWith(KillablePretraining.DONE);
    for (String file : List.of("model.safetensors", "config.json")) {
      assertThat(Sha256.of(out.resolve("model").resolve(file)))
          .as("%s, %s", file, figures)
          .isEqualTo(Sha256.of(wholeFolder.resolve("model").resolve(file)));
    }
    List<String> messages = new ArrayList<>();
    PretrainingRecord resumed =
        KillablePretraining.pretraining(out)
            .run(
                new PretrainingListener() {
                  @Override
                  public void message(String text) {
                    messages.add(text);
                  }
                });
    assertThat(messages).as("read, not repeated").hasSize(1).first().asString().contains("already");
    assertThat(resumed.validations()).as(figures).isEqualTo(whole.validations());
    assertThat(resumed.fingerprint()).isEqualTo(whole.fingerprint());
    assertThat(resumed.audit().opens())
        .as("opened by all processes together, %s", figures)
        .isGreaterThanOrEqualTo(whole.audit().opens());
  }
}
