package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedProductsTest {

  private static final double TOLERANCE = 1e-6;

  @BeforeEach
  void skipWithoutOneDnn() {
    Engine.start();
    assumeTrue(PackedProducts.exist(), "This engine cannot pack weights.");
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 3", "15, 64, 64", "16, 512, 2048", "150, 2048, 512", "1025, 80, 7"})
  void linear_packedWeight_isTheProductWithThePlainOne(int rows, int in, int out) {
    try (Scope scope = Scope.open()) {
      Tensor x = noise(1, rows, in);
      Tensor weight = noise(2, out, in);
      Tensor bias = noise(3, out);
      for (Tensor b : new @Nullable Tensor[] {bias, null}) {
        Tensor exact = Ops.doubled(x).matmul(Ops.doubled(weight).t());
        Tensor sum = b == null ? exact : exact.add(Ops.doubled(b));
        Tensor packed = PackedProducts.pack(weight);
        assertThat(error(Ops.linear(x, packed, b), sum)).as("product").isLessThan(TOLERANCE);
        assertThat(error(Ops.geluOfLinear(x, packed, b), Ops.gelu(sum)))
            .as("GELU")
            .isLessThan(TOLERANCE);
        Tensor stream = noise(4, rows, out);
        float[] before = Ops.floats(stream);
        assertThat(error(Ops.linearSum(stream, x, packed, b), sum.add(Ops.doubled(stream))))
            .as("sum")
            .isLessThan(TOLERANCE);
        assertThat(Ops.floats(stream)).as("the summand afterwards").containsExactly(before);
      }
    }
  }

  @Test
  void linear_framesThatAreAView_areTaken() {
    try (Scope scope = Scope.open()) {
      Tensor turned = noise(1, 32, 40).t(); // (40, 32)
      Tensor weight = noise(2, 8, 32);
      assertThat(
              error(
                  Ops.linear(turned, PackedProducts.pack(weight), null),
                  Ops.doubled(turned).matmul(Ops.doubled(weight).t())))
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void unpack_packedWeight_hasItsValues() {
    try (Scope scope = Scope.open()) {
      Tensor weight = noise(4, 37, 91);
      Tensor packed = PackedProducts.pack(weight);
      assertThat(packed.is_mkldnn()).isTrue();
      assertThat(packed.shape()).containsExactly(37, 91);
      assertThat(Ops.floats(packed)).containsExactly(Ops.floats(weight));
    }
  }

  private static double error(Tensor found, Tensor exact) {
    assertThat(found.shape()).containsExactly(exact.shape());
    return Ops.doubled(found).sub(exact).abs().max().item_double()
        / exact.abs().max().item_double();
  }

  private static Tensor noise(int seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(Shapes.size(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Ops.tensor(values, shape);
  }
}
