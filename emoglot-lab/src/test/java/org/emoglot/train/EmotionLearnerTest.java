package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loop.AdamW;
import org.emoglot.loop.Step;
import org.emoglot.loop.StepReport;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class EmotionLearnerTest {

  private static final int WARM_UP = 100;
  private static final int STEPS = 500;

  /** 32 kB a step, three batches of hidden states; smaller leaks show in the number of objects. */
  private static final double MEGABYTES = 16;

  @Test
  void run_gradientAboveTheClip_isScaledDownToIt() {
    double free = stepOneGradient("1000").norm();
    Gradient clipped = stepOneGradient("0.01");
    assertThat(free).as("norm before clipping").isGreaterThan(0.01);
    assertThat(clipped.reported())
        .as("reported is the norm before clipping")
        .isCloseTo(free, within(free * 1e-5));
    assertThat(clipped.norm())
        .as("norm that the optimizer saw")
        .isCloseTo(0.01, within(0.01 * 1e-3));
  }

  private record Gradient(double norm, double reported) {}

  /** After its first step, the optimizer's first moments are a tenth of the gradient. */
  private static Gradient stepOneGradient(String clip) {
    try (TinyTraining training = TinyTraining.make(1, "training.gradientClip", clip)) {
      TrainingTask task = training.task();
      Map<String, Tensor> trainable = task.trainable();
      try (AdamW optimizer = new AdamW(trainable, 0);
          Scope scope = Scope.open()) {
        StepReport report =
            new Step(new EmotionLearner(task), optimizer, task.config().loop()).run(0);
        double sum = 0;
        for (Tensor moment : optimizer.firstMoments().values()) {
          for (double value : Ops.doubles(moment)) {
            sum += value * value;
          }
        }
        return new Gradient(10 * Math.sqrt(sum), report.gradientNorm());
      }
    }
  }

  @Test
  void run_sameStepOfTheSameWeights_isTheSameWhateverCameBefore() {
    try (TinyTraining one = TinyTraining.make(1);
        TinyTraining other = TinyTraining.make(1)) {
      StepReport report = step(one, 7);
      step(TinyTraining.make(2), 3); // leaves the engine's generator elsewhere
      assertThat(step(other, 7)).isEqualTo(report);
      assertThat(other.weights()).isEqualTo(one.weights());
    }
  }

  @Test
  void run_anotherStepNumber_drawsAnotherBatchAndNoise() {
    try (TinyTraining one = TinyTraining.make(1);
        TinyTraining other = TinyTraining.make(1)) {
      assertThat(step(other, 8).loss()).isNotEqualTo(step(one, 7).loss());
    }
  }

  @Test
  void run_versionsOfAClip_areAllHeardAndRepeatably() {
    List<Integer> first = versionsHeard(4);
    assertThat(first).hasSizeGreaterThan(8).containsOnly(0, 1, 2).contains(0, 1, 2);
    assertThat(versionsHeard(4)).isEqualTo(first);
    assertThat(versionsHeard(5)).isNotEqualTo(first);
  }

  /** The numbers of the versions that three steps copied frames of. */
  private static List<Integer> versionsHeard(long firstStep) {
    List<Integer> heard = new ArrayList<>();
    PreparedClips clips =
        new PreparedClips() {
          @Override
          public PreparedClip of(Utterance utterance) {
            return TinyTraining.clip(utterance);
          }

          @Override
          public List<PreparedClip> versionsOf(Utterance utterance) {
            return IntStream.range(0, 3)
                .mapToObj(number -> watched(of(utterance), number, heard))
                .toList();
          }
        };
    try (TinyTraining training = TinyTraining.make(1)) {
      for (long step = firstStep; step < firstStep + 3; step++) {
        step(training.task(clips), step);
      }
    }
    return heard;
  }

  private static PreparedClip watched(PreparedClip clip, int number, List<Integer> heard) {
    return new PreparedClip() {
      @Override
      public int frames() {
        return clip.frames();
      }

      @Override
      public int channels() {
        return clip.channels();
      }

      @Override
      public float[] copy(int from, int to) {
        heard.add(number);
        return clip.copy(from, to);
      }
    };
  }

  @Test
  void run_partsThatASystemLacks_areReportedAsNotANumber() {
    try (TinyTraining training = TinyTraining.make(1)) {
      StepReport report = step(training, 0);
      assertThat(report.part("contrastive")).isNaN();
      assertThat(report.part("speaker")).isNaN();
      assertThat(report.loss()).isEqualTo(report.part("crossEntropy")).isPositive();
    }
  }

  @Test
  void run_allLosses_addUpWithTheirWeights() {
    try (TinyTraining training = TinyTraining.make(1, "loss.alpha", "0.5", "loss.beta", "0.25")) {
      StepReport report = step(training.taskWithAllLosses(), 0);
      assertThat(report.loss())
          .isCloseTo(
              report.part("crossEntropy")
                  + 0.5 * report.part("contrastive")
                  + 0.25 * report.part("speaker"),
              within(1e-5));
    }
  }

  @Test
  void run_fiveHundredSteps_keepMemoryFlat() {
    try (TinyTraining training = TinyTraining.make(1, "training.steps", "1000")) {
      TrainingTask task = training.taskWithAllLosses();
      Map<String, Tensor> trainable = task.trainable();
      try (AdamW optimizer = new AdamW(trainable, 0.01)) {
        Step trainStep = new Step(new EmotionLearner(task), optimizer, task.config().loop());
        Validation validation = new Validation(task.network(), task.data(), task.clips());
        for (int step = 0; step < WARM_UP; step++) {
          trainStep.run(step);
        }
        validation.uarByLanguage();
        long pointersBefore = pointers();
        double before = residentMegabytes();
        for (int step = WARM_UP; step < WARM_UP + STEPS; step++) {
          trainStep.run(step);
          if (step % 50 == 0) {
            validation.uarByLanguage();
          }
        }
        long pointersAfter = pointers();
        double after = residentMegabytes();
        String figures =
            "%d steps with all losses and %d looks: resident %.1f -> %.1f MB, live native objects %d -> %d"
                .formatted(STEPS, STEPS / 50, before, after, pointersBefore, pointersAfter);
        Figures.write("memory-train-step", figures);
        assertThat(pointersAfter).as(figures).isLessThanOrEqualTo(pointersBefore);
        assertThat(after - before).as(figures).isLessThan(MEGABYTES);
      }
    }
  }

  @Test
  void targets_indexSortedLanguagesAndSpeakers() {
    TrainingSet data = TinyTraining.data();
    assertThat(data.speakers())
        .containsExactly("made-up-de:s0", "made-up-de:s1", "made-up-en:s0", "made-up-en:s1");
    var targets =
        data.targets(
            List.of(data.training().get(0), data.training().get(5), data.training().get(8)));
    assertThat(targets.emotions()).containsExactly(0, 1, 0);
    assertThat(targets.languages()).containsExactly(0, 0, 1);
    assertThat(targets.speakers()).containsExactly(0, 1, 2);
  }

  private static StepReport step(TinyTraining training, long number) {
    return step(training.task(), number);
  }

  private static StepReport step(TrainingTask task, long number) {
    Map<String, Tensor> trainable = task.trainable();
    try (AdamW optimizer = new AdamW(trainable, 0.01)) {
      return new Step(new EmotionLearner(task), optimizer, task.config().loop()).run(number);
    }
  }

  /** Native objects that Java holds, after what the collector can free is freed. */
  private static long pointers() {
    System.gc();
    return Pointer.totalCount();
  }

  private static double residentMegabytes() {
    return Pointer.physicalBytes() / 1e6;
  }
}
