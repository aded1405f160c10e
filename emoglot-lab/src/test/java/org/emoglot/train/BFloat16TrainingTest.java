package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.loop.AdamW;
import org.emoglot.loop.Step;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training with products in bfloat16 and everything that is updated in float32. */
@ExtendWith(OneThread.class)
class BFloat16TrainingTest {

  private static final int STEPS = 40;
  private static final int AVERAGED = 8;

  @ParameterizedTest
  @EnumSource(names = {"FULL", "PEFT"})
  void run_someSteps_lowersTheLossAsInFloat32(Kind kind) {
    List<Double> single = losses(kind, Precision.FP32);
    List<Double> half = losses(kind, Precision.BF16);
    double first = mean(half.subList(0, AVERAGED));
    double last = mean(half.subList(STEPS - AVERAGED, STEPS));
    double lastSingle = mean(single.subList(STEPS - AVERAGED, STEPS));
    String figures =
        "mean loss of the first and last %d of %d steps: %.4f, %.4f (fp32: %.4f)"
            .formatted(AVERAGED, STEPS, first, last, lastSingle);
    Figures.write("bf16-training-" + kind, figures);
    assertThat(half).as("it is not float32").isNotEqualTo(single);
    assertThat(last).as(figures).isLessThan(0.8 * first);
    assertThat(Math.abs(last - lastSingle)).as(figures).isLessThan(0.05);
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "PEFT"})
  void run_twice_isTheSameToTheBit(Kind kind) {
    try (TinyTraining one = make(kind, Precision.BF16);
        TinyTraining other = make(kind, Precision.BF16)) {
      assertThat(losses(one)).isEqualTo(losses(other));
      assertThat(one.weights()).isEqualTo(other.weights());
    }
  }

  /** What a step changes by less than bfloat16 can tell is changed nevertheless. */
  @ParameterizedTest
  @EnumSource(names = {"FULL", "PEFT"})
  void run_aSmallStep_movesFloat32Masters(Kind kind) {
    try (TinyTraining training =
        TinyTraining.make(kind, 1, "training.learningRate", "0.000001", "training.steps", "1")) {
      training.network().setPrecision(Precision.BF16);
      TrainingTask task = training.task();
      Map<String, Tensor> trainable = task.trainable();
      Map<String, List<Float>> before = training.weights();
      try (AdamW optimizer = new AdamW(trainable, 0)) {
        new Step(new EmotionLearner(task), optimizer, task.config().loop()).run(0);
      }
      Map<String, List<Float>> after = training.weights();
      training
          .network()
          .parameters()
          .forEach(
              (name, tensor) -> {
                if (!trainable.containsKey(name)) {
                  assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
                  return;
                }
                assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
                try (Scope scope = Scope.open()) {
                  assertThat(tensor.grad().defined()).as("gradient of " + name).isTrue();
                }
              });
      // Of the head's weight, which is not zero at the start, and of the layers' matrices.
      List<String> moved =
          trainable.keySet().stream()
              .filter(name -> !after.get(name).equals(before.get(name)))
              .toList();
      assertThat(moved).contains("classifier.output.weight");
      assertThat(moved.stream().filter(name -> name.contains("layers.0"))).isNotEmpty();
    }
  }

  private static TinyTraining make(Kind kind, Precision precision) {
    TinyTraining training =
        TinyTraining.make(
            kind,
            1,
            "training.steps",
            String.valueOf(STEPS),
            "training.learningRate",
            kind == Kind.FULL ? "0.003" : "0.02");
    training.network().setPrecision(precision);
    return training;
  }

  private static List<Double> losses(Kind kind, Precision precision) {
    try (TinyTraining training = make(kind, precision)) {
      return losses(training);
    }
  }

  private static List<Double> losses(TinyTraining training) {
    TrainingTask task = training.task();
    Map<String, Tensor> trainable = task.trainable();
    List<Double> losses = new ArrayList<>();
    try (AdamW optimizer = new AdamW(trainable, 0.01)) {
      Step step = new Step(new EmotionLearner(task), optimizer, task.config().loop());
      for (int i = 0; i < STEPS; i++) {
        losses.add(step.run(i).loss());
      }
    }
    return losses;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }
}
