package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A known answer is planted, the emotion as the frequency of a tone, and recovered. */
@ExtendWith(OneThread.class)
class LearningTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PROPOSED", "BASELINE2", "BASELINE2_BALANCED", "PROPOSED_PROTOTYPES"})
  void run_toneCorpus_isLearnedInSixtySteps(TrainingSystem system) {
    RunRecord run =
        TinyRun.in(folder)
            .withTask("all-DE", system)
            .with("mini.width", 32)
            .with("training.steps", 60)
            .with("training.validateEvery", 10)
            .with("training.warmupSteps", 5)
            .with("training.learningRate", 0.005)
            .with("batches.utterances", 3)
            .run();
    String figures =
        "%s: validation UAR %.3f at step %d, target UAR %.3f, history %s"
            .formatted(
                system,
                run.training().bestUar(),
                run.training().bestStep(),
                run.main().uar(),
                run.training().history().stream().map(l -> "%.2f".formatted(l.uar())).toList());
    Figures.write("learning-" + system, figures);
    assertThat(run.training().bestUar()).as(figures).isGreaterThan(0.9);
    // The emotions sound alike in every language, so the unseen one is understood as well.
    assertThat(run.main().uar()).as(figures).isGreaterThan(0.8);
  }
}
