package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loop.StepReport;
import org.emoglot.loop.TrainingDivergedException;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class TrainerTest {

  /** Small enough that the planted scores hold, large enough that weights move. */
  private static final String SMALL_RATE = "0.00001";

  @TempDir Path folder;

  /** Keeps the weights at every look. */
  private static final class Snapshots implements TrainingListener {
    private final TinyTraining training;
    private final Map<Long, Map<String, List<Float>>> byStep = new HashMap<>();
    private final List<Long> steps = new ArrayList<>();
    private long resumedAt = -1;

    Snapshots(TinyTraining training) {
      this.training = training;
    }

    @Override
    public void resumed(long done) {
      resumedAt = done;
    }

    @Override
    public void afterStep(StepReport report) {
      steps.add(report.step());
    }

    @Override
    public void afterValidation(ValidationReport report) {
      byStep.put(report.step(), training.weights());
    }
  }

  @Test
  void train_plantedScores_leavesTheFirstBestWeights() {
    try (TinyTraining training = plantable("8")) {
      Snapshots snapshots = new Snapshots(training);
      PlantedScores scores = new PlantedScores(training, List.of(2, 4, 4, 1));
      TrainingResult result =
          Trainer.train(training.task(scores), checkpoint(), List.of(snapshots));

      assertThat(result.history().stream().map(ValidationReport::uar))
          .containsExactly(0.4, 0.8, 0.8, 0.2);
      assertThat(result.history().stream().map(ValidationReport::best))
          .containsExactly(true, true, false, false);
      assertThat(result.history().get(1).uarByLanguage()).isEqualTo(Map.of("de", 0.8, "en", 0.8));
      assertThat(result.bestStep()).isEqualTo(6);
      assertThat(result.bestUar()).isEqualTo(0.8);
      assertThat(result.steps()).isEqualTo(12);
      assertThat(result.stoppedEarly()).isFalse();
      assertThat(training.weights()).isEqualTo(snapshots.byStep.get(6L));
      assertThat(training.weights()).isNotEqualTo(snapshots.byStep.get(9L));
    }
  }

  @Test
  void train_patienceEnds_stopsThereAndStaysStopped() {
    try (TinyTraining training = plantable("2")) {
      Snapshots snapshots = new Snapshots(training);
      PlantedScores scores = new PlantedScores(training, List.of(3, 2, 3, 5));
      TrainingResult result =
          Trainer.train(training.task(scores), checkpoint(), List.of(snapshots));

      assertThat(result.stoppedEarly()).isTrue();
      assertThat(result.steps()).as("the fourth look, which is better, is never had").isEqualTo(9);
      assertThat(result.bestStep()).isEqualTo(3);
      assertThat(training.weights()).isEqualTo(snapshots.byStep.get(3L));

      try (TinyTraining again = plantable("2")) {
        Snapshots silence = new Snapshots(again);
        TrainingResult resumed = Trainer.train(again.task(scores), checkpoint(), List.of(silence));
        assertThat(silence.resumedAt).isEqualTo(9);
        assertThat(silence.steps).isEmpty();
        assertThat(resumed).isEqualTo(result);
        assertThat(again.weights()).isEqualTo(training.weights());
      }
    }
  }

  @Test
  void train_patienceIsCountedFromTheBest() {
    try (TinyTraining training = plantable("2")) {
      PlantedScores scores = new PlantedScores(training, List.of(2, 1, 3, 2));
      TrainingResult result = Trainer.train(training.task(scores), checkpoint(), List.of());
      assertThat(result.stoppedEarly()).isFalse();
      assertThat(result.bestStep()).isEqualTo(9);
    }
  }

  @Test
  void train_budgetNotAMultipleOfTheLooks_looksAtItsEndToo() {
    try (TinyTraining training =
        TinyTraining.make(1, "training.steps", "5", "training.validateEvery", "3")) {
      TrainingResult result = Trainer.train(training.task(), checkpoint(), List.of());
      assertThat(result.history().stream().map(ValidationReport::step)).containsExactly(3L, 5L);
    }
  }

  @Test
  void train_trainingLoss_isTheMeanSinceTheLastLook() {
    try (TinyTraining training = TinyTraining.make(1)) {
      List<Double> losses = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void afterStep(StepReport report) {
              losses.add(report.loss());
            }
          };
      TrainingResult result = Trainer.train(training.task(), checkpoint(), List.of(listener));
      for (int look = 0; look < 4; look++) {
        double mean =
            losses.subList(3 * look, 3 * look + 3).stream()
                .mapToDouble(x -> x)
                .average()
                .orElseThrow();
        assertThat(result.history().get(look).trainingLoss()).isCloseTo(mean, within(1e-12));
      }
    }
  }

  @Test
  void train_inputThatIsNoNumber_saysThatItDiverged() {
    try (TinyTraining training = TinyTraining.make(1)) {
      Map<String, List<Float>> before = training.weights();
      TrainingTask task =
          training.task(
              utterance -> {
                float[] clip = TinyTraining.clip(utterance).copy();
                clip[0] = Float.NaN;
                return PreparedClip.of(clip, TinyTraining.CHANNELS);
              });
      assertThatThrownBy(() -> Trainer.train(task, checkpoint(), List.of()))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("step 0")
          .hasMessageContaining("loss NaN")
          .hasMessageContaining("training.learningRate");
      assertThat(training.weights()).as("no step was taken").isEqualTo(before);
      assertThat(checkpoint()).doesNotExist();
    }
  }

  @Test
  void train_hugeRate_saysAtWhichStepItDiverged() {
    try (TinyTraining training =
        TinyTraining.make(1, "training.learningRate", "1e30", "training.warmupSteps", "0")) {
      assertThatThrownBy(() -> Trainer.train(training.task(), checkpoint(), List.of()))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageMatching("Training diverged at step [1-9]\\d*: .*");
    }
  }

  private static TinyTraining plantable(String patience) {
    return TinyTraining.make(1, "training.learningRate", SMALL_RATE, "training.patience", patience);
  }

  private Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }
}
