package org.emoglot.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class FramesTest {

  @Test
  void pad_differentLengths_fillsTheEndWithZeros() {
    try (Scope scope = Scope.open()) {
      Frames frames = Frames.pad(List.of(new float[] {1, 2}, new float[] {3, 4, 5, 6}), 2);
      assertThat(frames.values().shape()).containsExactly(2, 2, 2);
      assertThat(Ops.floats(frames.values())).containsExactly(1, 2, 0, 0, 3, 4, 5, 6);
      assertThat(frames.lengths()).containsExactly(1, 2);
      assertThat(frames.batch()).isEqualTo(2);
      assertThat(frames.longest()).isEqualTo(2);
    }
  }

  @Test
  void mask_paddedBatch_isTrueOnValidFrames() {
    try (Scope scope = Scope.open()) {
      Frames frames = Frames.pad(List.of(new float[] {1}, new float[] {2, 3, 4}), 1);
      assertThat(Ops.floats(frames.mask())).containsExactly(1, 0, 0, 1, 1, 1);
      assertThat(Frames.pad(List.of(new float[2], new float[2]), 1).mask()).isNull();
    }
  }

  @Test
  void meanOverTime_paddedBatch_countsValidFramesOnly() {
    try (Scope scope = Scope.open()) {
      Tensor values = Ops.tensor(new float[] {1, 5, 99, 99, 3, 4, 5, 8}, 2, 2, 2);
      assertThat(Ops.floats(new Frames(values, new int[] {1, 2}).meanOverTime()))
          .containsExactly(1, 5, 4, 6);
    }
  }

  @Test
  void constructor_lengthsThatDoNotFit_areRefused() {
    try (Scope scope = Scope.open()) {
      Tensor values = Ops.zeros(2, 3, 1);
      assertThatThrownBy(() -> new Frames(values, new int[] {3}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 sequences, found shape [2, 3, 1]");
      assertThatThrownBy(() -> new Frames(values, new int[] {3, 4}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A sequence length of 4 is outside of [1, 3].");
      assertThatThrownBy(() -> new Frames(values, new int[] {0, 3}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("length of 0");
    }
  }
}
