package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapesTest {

  @Test
  void size_shapes_isTheProduct() {
    assertThat(Shapes.size(2, 3, 4)).isEqualTo(24);
    assertThat(Shapes.size()).isEqualTo(1);
    assertThat(Shapes.size(5, 0)).isZero();
  }

  @Test
  void size_beyondALong_fails() {
    assertThatThrownBy(() -> Shapes.size(Long.MAX_VALUE, 2))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void requireSize_anotherNumberOfValues_printsBothSides() {
    assertThatThrownBy(() -> Ops.tensor(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shape [2, 3] holds 6 values, given were 5.");
  }
}
