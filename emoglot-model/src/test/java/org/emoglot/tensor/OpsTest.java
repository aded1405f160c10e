package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class OpsTest {

  @Test
  void floats_transposedTensor_areInRowMajorOrder() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
      assertThat(Ops.floats(x.transpose(0, 1))).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Ops.doubles(x.transpose(0, 1))).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void floats_otherTypes_areConverted() {
    try (Scope scope = Scope.open()) {
      assertThat(Ops.floats(Ops.tensor(new double[] {0.5, -2}, 2))).containsExactly(0.5f, -2);
      assertThat(Ops.floats(Ops.indices(3, 1).to(ScalarType.Float))).containsExactly(3, 1);
      assertThat(Ops.floats(Ops.zeros(0, 4))).isEmpty();
      assertThat(Ops.doubles(Ops.zeros(0))).isEmpty();
    }
  }

  @Test
  void assign_trainableTensor_changesItInPlace() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.zeros(2, 2).set_requires_grad(true);
      Ops.assign(x, new float[] {1, 2, 3, 4});
      assertThat(Ops.floats(x)).containsExactly(1, 2, 3, 4);
      assertThat(x.requires_grad()).isTrue();
      assertThat(x.is_leaf()).isTrue();
    }
  }

  @Test
  void norm_twoAxes_isTheRootOfTheSquares() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
      Tensor norm = Ops.norm(x, 0, 1);
      assertThat(norm.shape()).containsExactly(1, 1, 2);
      assertThat(Ops.floats(norm))
          .containsExactly(
              new float[] {(float) Math.sqrt(1 + 9 + 25 + 49), (float) Math.sqrt(4 + 16 + 36 + 64)},
              within(1e-5f));
    }
  }

  @Test
  void conv1d_strideAndPadding_equalsTheSum() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {1, 2, 3, 4, 5}, 1, 1, 5);
      Tensor weight = Ops.tensor(new float[] {1, 10, 100}, 1, 1, 3);
      Tensor bias = Ops.tensor(new float[] {0.5f}, 1);
      assertThat(Ops.floats(Ops.conv1d(x, weight, bias, 2, 1, 1)))
          .containsExactly(210.5f, 432.5f, 54.5f);
      assertThat(Ops.floats(Ops.conv1d(x, weight, null, 1, 0, 1))).containsExactly(321, 432, 543);
    }
  }

  @Test
  void stackSumMean_axis_areTakenOverIt() {
    try (Scope scope = Scope.open()) {
      Tensor x =
          Ops.stack(List.of(Ops.tensor(new float[] {1, 2}, 2), Ops.tensor(new float[] {3, 6}, 2)));
      assertThat(x.shape()).containsExactly(2, 2);
      assertThat(Ops.floats(Ops.sum(x, 0, false))).containsExactly(4, 8);
      assertThat(Ops.mean(x, 1, true).shape()).containsExactly(2, 1);
      assertThat(Ops.floats(Ops.mean(x, 1, true))).containsExactly(1.5f, 4.5f);
    }
  }

  @Test
  void dropout_training_keepsTheMean() {
    try (Scope scope = Scope.open()) {
      Tensor ones = Ops.plus(Ops.zeros(100_000), 1);
      assertThat(Ops.dropout(ones, 0.25, false)).isSameAs(ones);
      assertThat(Ops.dropout(ones, 0, true)).isSameAs(ones);
      Tensor dropped = Ops.dropout(ones, 0.25, true);
      // 1/(1-p) with probability 1-p: deviation of the mean is sqrt(p/(1-p)/n) = 0.0018.
      assertThat(dropped.mean().item_double()).isCloseTo(1, within(0.01));
      assertThat(Ops.floats(dropped)).containsOnly(0, 4 / 3f);
    }
  }

  @Test
  void withoutGradient_work_isNotRecorded() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.zeros(2).set_requires_grad(true);
      assertThat(Ops.withoutGradient(() -> Ops.plus(x, 1)).requires_grad()).isFalse();
      assertThat(Ops.plus(x, 1).requires_grad()).isTrue();
    }
  }
}
