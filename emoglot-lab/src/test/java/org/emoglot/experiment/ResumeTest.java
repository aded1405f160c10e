package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that was interrupted, wherever, ends as one that was not: the same bytes, the same record.
 */
@ExtendWith(OneThread.class)
class ResumeTest {

  private static final int SEEN =
      2 * (ToneCorpus.TRAINING_PER_LANGUAGE + ToneCorpus.VALIDATION_PER_LANGUAGE);

  @TempDir static Path folder;
  private static RunRecord whole;
  private static TinyRun.Outcome wholeOutcome;

  @BeforeAll
  static void runWithoutInterruption() {
    whole = TinyRun.in(folder.resolve("whole")).run();
    wholeOutcome = TinyRun.outcome(folder.resolve("whole"));
  }

  @ParameterizedTest
  @CsvSource({
    "AFTER_STEP, 0, -1", // before there is any checkpoint
    "AFTER_STEP, 3, -1", // the step before the first checkpoint
    "AFTER_VALIDATION, 4, 4", // right after it
    "AFTER_STEP, 4, 4", // one step later
    "AFTER_STEP, 6, 4", // between two
    "AFTER_STEP, 11, 8", // the last step
    "AFTER_VALIDATION, 12, 12", // the last checkpoint
    "TARGET_CLIP, 1, 12", // in the final evaluation
    "TARGET_CLIP, 40, 12" // at its end
  })
  void run_interrupted_endsAsTheWholeRun(Moment moment, long at, long resumedAt) {
    TinyRun run = TinyRun.in(folder.resolve(moment + "-" + at));
    assertThatThrownBy(() -> run.run(Interruption.at(moment, at))).isInstanceOf(Interrupted.class);

    Interruption listener = Interruption.never();
    RunRecord resumed = run.run(listener);

    assertThat(listener.resumedAt()).isEqualTo(resumedAt);
    assertThat(listener.steps()).isEqualTo(TinyRun.STEPS - (int) Math.max(0, resumedAt));
    requireSame(run, resumed);
    assertThat(resumed.audit().opens())
        .as("both processes opened all clips of training and validation, one the target")
        .isEqualTo(2 * SEEN + ToneCorpus.PER_LANGUAGE);
  }

  @Test
  void run_interruptedThreeTimes_endsAsTheWholeRun() {
    TinyRun run = TinyRun.in(folder.resolve("three"));
    for (int step : new int[] {5, 5, 9}) {
      assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, step)))
          .isInstanceOf(Interrupted.class);
    }
    requireSame(run, run.run());
  }

  @Test
  void run_leftoversOfAKilledWriter_doNotDisturb() throws IOException {
    TinyRun run = TinyRun.in(folder.resolve("leftovers"));
    assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    Files.writeString(run.out().resolve(".checkpoint.safetensors1.tmp"), "half a checkpoi");
    Files.writeString(run.out().resolve(".run.json2.tmp"), "{\"finger");
    Path incomplete = Files.createDirectories(run.out().resolve(".model.incomplete"));
    Files.writeString(incomplete.resolve("config.json"), "{");
    Files.writeString(incomplete.resolve(".model.safetensors3.tmp"), "half");
    Path model = Files.createDirectories(run.out().resolve("model"));
    Files.writeString(model.resolve("stale.txt"), "from a process that was killed");

    requireSame(run, run.run());
    assertThat(incomplete).doesNotExist();
    assertThat(model.resolve("stale.txt")).doesNotExist();
  }

  private void requireSame(TinyRun run, RunRecord resumed) {
    assertThat(TinyRun.outcome(run.out())).isEqualTo(wholeOutcome);
    assertThat(resumed.training()).isEqualTo(whole.training());
    assertThat(resumed.results()).isEqualTo(whole.results());
    assertThat(resumed.fingerprint()).isEqualTo(whole.fingerprint());
    AuditRecord audit = resumed.audit();
    assertThat(audit.clean()).isTrue();
    assertThat(audit.target().opens()).isEqualTo(ToneCorpus.PER_LANGUAGE);
    assertThat(audit.target().firstIndex())
        .as("everything else was opened before the target")
        .isEqualTo(audit.opens() - ToneCorpus.PER_LANGUAGE);
  }
}
