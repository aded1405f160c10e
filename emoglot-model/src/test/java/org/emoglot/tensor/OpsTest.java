package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void convolvedProduct_matrixInWhateverLayout_equalsTheProductAndItsGradient() {
    try (Scope scope = Scope.open()) {
      // More than 20480 numbers, from which on the engine's convolution goes to oneDNN.
      long rows = 300;
      SplittableRandom random = new SplittableRandom(5);
      Tensor columns = Ops.tensor(normal(random, 96 * 300), 96, rows);
      Tensor weight = Ops.tensor(normal(random, 40 * 96), 40, 96);
      Tensor bias = Ops.tensor(normal(random, 40), 40);
      Tensor x = columns.transpose(0, 1).detach().set_requires_grad(true); // (300, 96), not in rows
      Tensor wide = Ops.doubled(x.detach()).set_requires_grad(true);

      Tensor product = ConvolutionOps.product(x, weight, bias);
      Tensor expected =
          wide.matmul(Ops.doubled(weight).transpose(0, 1)).add(Ops.doubled(bias)); // (300, 40)
      product.square().sum().backward();
      expected.square().sum().backward();

      assertThat(product.shape()).containsExactly(rows, 40);
      assertThat(relative(product, expected)).isLessThan(2e-6);
      assertThat(relative(x.grad(), wide.grad())).isLessThan(2e-6);
    }
  }

  private static float[] normal(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The greatest difference as a share of the greatest expected value. */
  private static double relative(Tensor found, Tensor expected) {
    Tensor difference = Ops.doubled(found.detach()).sub(expected.detach()).abs().max();
    return difference.item_double() / expected.detach().abs().max().item_double();
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
      assertThat(Ops.floats(ConvolutionOps.conv1d(x, weight, bias, 2, 1, 1)))
          .containsExactly(210.5f, 432.5f, 54.5f);
      assertThat(Ops.floats(ConvolutionOps.conv1d(x, weight, null, 1, 0, 1)))
          .containsExactly(321, 432, 543);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20, 3, 5, 3, 2",
    "21, 3, 5, 3, 2",
    "3, 4, 2, 3, 1",
    "50, 1, 8, 10, 5",
    "33, 16, 16, 1, 1",
    "40, 32, 7, 2, 2"
  })
  void convolve_framesWithChannelsSideBySide_equalsConv1d(
      int frames, int in, int out, int kernel, int stride) {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, frames, in);
      Tensor weight = noise(2, out, in, kernel);
      Tensor bias = noise(3, out);
      Tensor channelsFirst = Ops.doubled(x).transpose(0, 1).unsqueeze(0); // (1, in, T)
      for (Tensor b : new Tensor[] {bias, null}) {
        Tensor expected =
            ConvolutionOps.conv1d(
                channelsFirst,
                Ops.doubled(weight),
                b == null ? null : Ops.doubled(b),
                stride,
                0,
                1);
        Tensor y = ConvolutionOps.convolve(x, weight, b, stride);
        assertThat(y.shape()).containsExactly((frames - kernel) / stride + 1, out);
        assertThat(
                Difference.relative(
                    Ops.doubles(y), Ops.doubles(expected.squeeze(0).transpose(0, 1))))
            .isLessThan(1e-6);
      }
    }
  }

  @Test
  void convolve_gradients_equalThoseOfConv1d() {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, 30, 6).set_requires_grad(true);
      Tensor weight = noise(2, 5, 6, 3).set_requires_grad(true);
      Tensor bias = noise(3, 5).set_requires_grad(true);
      Tensor wideX = Ops.doubled(x.detach()).set_requires_grad(true);
      Tensor wideWeight = Ops.doubled(weight.detach()).set_requires_grad(true);
      Tensor wideBias = Ops.doubled(bias.detach()).set_requires_grad(true);
      Tensor direction = noise(4, 14, 5);

      ConvolutionOps.convolve(x, weight, bias, 2).mul(direction).sum().backward();
      ConvolutionOps.conv1d(wideX.transpose(0, 1).unsqueeze(0), wideWeight, wideBias, 2, 0, 1)
          .squeeze(0)
          .transpose(0, 1)
          .mul(Ops.doubled(direction))
          .sum()
          .backward();

      assertThat(error(x.grad(), wideX.grad())).isLessThan(1e-6);
      assertThat(error(weight.grad(), wideWeight.grad())).isLessThan(1e-6);
      assertThat(error(bias.grad(), wideBias.grad())).isLessThan(1e-6);
    }
  }

  /** Few and many rows, which go different ways where the engine has several threads. */
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 300})
  void linear_anyNumberOfRows_isTheProductInFloat32(int rows) {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, rows, 48);
      Tensor weight = noise(2, 96, 48);
      Tensor bias = noise(3, 96);
      double[] product = Ops.doubles(Ops.doubled(x).matmul(Ops.doubled(weight).transpose(0, 1)));
      double[] shifted = product.clone();
      float[] shift = Ops.floats(bias);
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] += shift[i % shift.length];
      }
      Tensor columns = x.transpose(0, 1).contiguous().transpose(0, 1); // x in another memory order
      for (Tensor input : new Tensor[] {x, columns}) {
        assertThat(Difference.relative(Ops.doubles(Ops.linear(input, weight, bias)), shifted))
            .isLessThan(1e-5);
        assertThat(Difference.relative(Ops.doubles(Ops.linear(input, weight, null)), product))
            .isLessThan(1e-5);
      }
      // The way that linear takes where the engine has several threads, however many it has here.
      Tensor convolved = ConvolutionOps.convolve(x, weight.unsqueeze(2), bias, 1);
      assertThat(convolved.shape()).containsExactly(rows, 96);
      assertThat(Difference.relative(Ops.doubles(convolved), shifted)).isLessThan(1e-5);
    }
  }

  @Test
  void linear_batchesAndDoubles_areTheProductToo() {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, 3, 20, 8);
      Tensor weight = noise(2, 5, 8);
      Tensor expected = Ops.doubled(x).matmul(Ops.doubled(weight).transpose(0, 1));
      Tensor y = Ops.linear(x, weight, null);
      assertThat(y.shape()).containsExactly(3, 20, 5);
      assertThat(error(y, expected)).isLessThan(1e-5);
      Tensor wide = Ops.linear(Ops.doubled(x.select(0, 0)), Ops.doubled(weight), null);
      assertThat(wide.scalar_type().intern()).isEqualTo(ScalarType.Double);
      assertThat(error(wide, expected.select(0, 0))).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void linear_gradients_areThoseOfTheProduct(boolean convolved) {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, 40, 12).set_requires_grad(true);
      Tensor weight = noise(2, 7, 12).set_requires_grad(true);
      Tensor bias = noise(3, 7).set_requires_grad(true);
      Tensor direction = noise(4, 40, 7);
      Tensor y =
          convolved
              ? ConvolutionOps.convolve(x, weight.unsqueeze(2), bias, 1)
              : Ops.linear(x, weight, bias);
      y.mul(direction).sum().backward();
      Tensor wide = Ops.doubled(direction);
      assertThat(error(x.grad(), wide.matmul(Ops.doubled(weight)))).isLessThan(1e-5);
      assertThat(error(weight.grad(), wide.transpose(0, 1).matmul(Ops.doubled(x))))
          .isLessThan(1e-5);
      assertThat(error(bias.grad(), Ops.sum(wide, 0, false))).isLessThan(1e-5);
    }
  }

  /** The widths that the encoder convolves in bfloat16; on AMX, oneDNN is wrong for others. */
  @ParameterizedTest
  @CsvSource({"64, 4, 16", "128, 4, 16", "768, 16, 128", "48, 1, 15"})
  void conv1d_groupsInBFloat16_areNearDoublePrecisionWithTheirGradients(
      int width, int groups, int kernel) {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, 2, 21, width);
      Tensor weight = noise(2, width, width / groups, kernel).set_requires_grad(true);
      Tensor wideWeight = Ops.doubled(weight.detach()).set_requires_grad(true);
      Tensor wideX = Ops.doubled(x).set_requires_grad(true);
      x.set_requires_grad(true);
      Tensor y =
          ConvolutionOps.conv1d(
              x.to(ScalarType.BFloat16).transpose(1, 2),
              weight.to(ScalarType.BFloat16),
              null,
              1,
              kernel / 2,
              groups);
      Tensor expected =
          ConvolutionOps.conv1d(wideX.transpose(1, 2), wideWeight, null, 1, kernel / 2, groups);
      assertThat(error(y, expected)).isLessThan(0.01);
      Tensor direction = noise(3, expected.shape());
      y.mul(direction).sum().backward();
      expected.mul(Ops.doubled(direction)).sum().backward();
      assertThat(error(weight.grad(), wideWeight.grad())).isLessThan(0.01);
      assertThat(error(x.grad(), wideX.grad())).isLessThan(0.01);
    }
  }

  /** Gradients go another way than inference; a bias in float32 changes no type. */
  @Test
  void attention_inBFloat16WithoutGradients_roundsNothingButItsResult() {
    try (Scope scope = Scope.open()) {
      SplittableRandom random = new SplittableRandom(9);
      Tensor q = Ops.tensor(normal(random, 2 * 3 * 40 * 16), 2, 3, 40, 16).to(ScalarType.BFloat16);
      Tensor k = Ops.tensor(normal(random, 2 * 3 * 40 * 16), 2, 3, 40, 16).to(ScalarType.BFloat16);
      Tensor v = Ops.tensor(normal(random, 2 * 3 * 40 * 16), 2, 3, 40, 16).to(ScalarType.BFloat16);

      Tensor attended = Ops.attention(q, k, v, null);

      Tensor exact = Ops.attention(Ops.single(q), Ops.single(k), Ops.single(v), null);
      assertThat(Ops.floats(attended)).containsExactly(Ops.floats(exact.to(ScalarType.BFloat16)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attention_inBFloat16WithABias_isOfItsTypeAndNearDoublePrecision(boolean differentiated) {
    try (Scope scope = Scope.open()) {
      Tensor q = noise(1, 2, 3, 20, 16);
      Tensor k = noise(2, 2, 3, 20, 16);
      Tensor v = noise(3, 2, 3, 20, 16);
      Tensor bias = noise(4, 2, 3, 20, 20);
      Tensor scores = Ops.doubled(q).matmul(Ops.doubled(k).transpose(2, 3));
      Tensor expected =
          Ops.scale(scores, 0.25).add(Ops.doubled(bias)).softmax(-1).matmul(Ops.doubled(v));
      q.set_requires_grad(differentiated);
      Tensor attended =
          Ops.attention(
              q.to(ScalarType.BFloat16),
              k.to(ScalarType.BFloat16),
              v.to(ScalarType.BFloat16),
              bias);
      assertThat(attended.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(error(attended, expected)).isLessThan(0.02);
      Tensor single = Ops.attention(q, k, v, bias);
      assertThat(error(single, expected)).isLessThan(1e-5);
    }
  }

  @Test
  void split_lengths_isWhatConcatenateUndoes() {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, 6, 2);
      List<Tensor> parts = Ops.split(x, 1, 3, 2);
      assertThat(parts).extracting(part -> part.size(0)).containsExactly(1L, 3L, 2L);
      assertThat(Ops.floats(Ops.concatenate(parts))).containsExactly(Ops.floats(x));
      assertThat(Ops.floats(Ops.concatenate(Ops.split(x, 6)))).containsExactly(Ops.floats(x));
    }
  }

  private static double error(Tensor actual, Tensor expected) {
    return Difference.relative(Ops.doubles(actual), Ops.doubles(expected));
  }

  private static Tensor noise(long seed, long... shape) {
    return Ops.tensor(Initializer.normal(1).draw(new SplittableRandom(seed), shape), shape);
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
