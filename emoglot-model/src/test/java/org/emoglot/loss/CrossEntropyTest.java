package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  @Test
  void of_randomLogits_equalsTheEquationAndItsDifferences() {
    double worstLoss = 0;
    double worstGradient = 0;
    for (int seed = 0; seed < 20; seed++) {
      RandomBatch batch = RandomBatch.draw(seed, 1 + seed, 4, 4, 1);
      try (Scope scope = Scope.open()) {
        Tensor logits = Naive.leaf(batch.rows());
        Tensor loss = CrossEntropy.of(logits, batch.labels());
        loss.backward();
        double expected = Naive.crossEntropy(batch.rows(), batch.labels());
        worstLoss = Math.max(worstLoss, Math.abs(loss.item_double() - expected) / expected);
        double[] differences =
            Naive.gradient(batch.rows(), x -> Naive.crossEntropy(x, batch.labels()), 1e-5);
        worstGradient =
            Math.max(worstGradient, Difference.relative(Ops.doubles(logits.grad()), differences));
      }
    }
    Figures.write(
        "loss-cross-entropy", "loss %.2g, gradient %.2g".formatted(worstLoss, worstGradient));
    assertThat(worstLoss).isLessThan(1e-12);
    assertThat(worstGradient).isLessThan(1e-5);
  }

  @Test
  void of_equalLogits_isTheLogarithmOfTheClasses() {
    try (Scope scope = Scope.open()) {
      Tensor loss = CrossEntropy.of(Ops.zeros(3, 4), new int[] {0, 3, 1});
      assertThat(loss.item_double()).isCloseTo(Math.log(4), within(1e-6));
    }
  }

  @Test
  void of_hugeLogits_isFinite() {
    try (Scope scope = Scope.open()) {
      Tensor loss =
          CrossEntropy.of(Ops.tensor(new float[] {1e4f, 0, 0, 1e4f}, 2, 2), new int[] {0, 0});
      assertThat(loss.item_double()).isEqualTo(5e3);
    }
  }
}
