package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientReversalTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1, 5})
  void of_anyStrength_isTheIdentityWithAReversedGradient(double c) {
    double[][] values = RandomBatch.draw(4, 6, 5, 1, 1).rows();
    try (Scope scope = Scope.open()) {
      Tensor x = Naive.leaf(values);
      Tensor y = GradientReversal.of(x, c);
      assertThat(Ops.doubles(y)).containsExactly(Naive.flat(values), within(1e-14));
      y.square().sum().backward(); // its gradient in y is 2 y
      double[] expected = Naive.flat(values);
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= -c * 2;
      }
      assertThat(Ops.doubles(x.grad())).containsExactly(expected, within(1e-12));
    }
  }
}
