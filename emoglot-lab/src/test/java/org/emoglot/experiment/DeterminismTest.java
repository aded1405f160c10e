package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.Engine;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Equal seeds, equal bytes: on one machine, with one version of the engine and one number of
 * threads, one run at a time in a process (the engine's generator, which dropout uses, is global).
 */
@ExtendWith(OneThread.class)
class DeterminismTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PROPOSED", "BASELINE2"})
  void run_twiceWithOneSeed_leavesIdenticalBytes(TrainingSystem system) {
    RunRecord first = TinyRun.in(folder.resolve("a")).withTask("all-DE", system).run();
    RunRecord second = TinyRun.in(folder.resolve("b")).withTask("all-DE", system).run();

    assertThat(TinyRun.outcome(folder.resolve("b")))
        .isEqualTo(TinyRun.outcome(folder.resolve("a")));
    assertThat(second.training()).isEqualTo(first.training());
    assertThat(second.results()).isEqualTo(first.results());
    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(second.audit().logHash()).isEqualTo(first.audit().logHash());
    Figures.write(
        "determinism-" + system,
        "%d steps twice, %d threads: weights %s"
            .formatted(
                first.training().steps(),
                Engine.info().threads(),
                TinyRun.outcome(folder.resolve("a")).weights()));
  }

  @Test
  void run_withAnotherSeed_leavesOtherWeightsAndPredictions() {
    RunRecord first = TinyRun.in(folder.resolve("a")).run();
    RunRecord second = TinyRun.in(folder.resolve("b")).withSeed(2).run();

    TinyRun.Outcome a = TinyRun.outcome(folder.resolve("a"));
    TinyRun.Outcome b = TinyRun.outcome(folder.resolve("b"));
    assertThat(b.weights()).isNotEqualTo(a.weights());
    assertThat(b.predictions()).isNotEqualTo(a.predictions());
    assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(second.protocolHash()).isEqualTo(first.protocolHash());
    assertThat(second.settingsHash()).isEqualTo(first.settingsHash());
  }
}
