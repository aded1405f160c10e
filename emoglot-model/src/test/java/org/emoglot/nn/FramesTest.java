package org.emoglot.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class FramesTest {

  @Test
  void pack_differentLengths_putsClipBehindClip() {
    try (Scope scope = Scope.open()) {
      Frames frames = Frames.pack(List.of(new float[] {1, 2}, new float[] {3, 4, 5, 6}), 2);
      assertThat(frames.values().shape()).containsExactly(3, 2);
      assertThat(Ops.floats(frames.values())).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(frames.lengths()).containsExactly(1, 2);
      assertThat(frames.batch()).isEqualTo(2);
    }
  }

  @Test
  void pack_clipThatIsNotWholeFrames_isRefused() {
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(() -> Frames.pack(List.of(new float[3], new float[3]), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected values (2, C) for sequences of [1, 1] frames, found shape [3, 2].");
      assertThatThrownBy(() -> Frames.pack(List.of(new float[2], new float[3]), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds 4 values, given were 5");
    }
  }

  @Test
  void pack_tensors_isWhatSequencesTakeApart() {
    try (Scope scope = Scope.open()) {
      Tensor first = Ops.tensor(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor second = Ops.tensor(new float[] {5, 6}, 1, 2);
      Tensor third = Ops.tensor(new float[] {7, 8, 9, 10}, 2, 2);
      Frames frames = Frames.pack(List.of(first, second, third));
      assertThat(frames.lengths()).containsExactly(2, 1, 2);
      assertThat(Ops.floats(frames.values())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      List<Tensor> sequences = frames.sequences();
      assertThat(sequences).hasSize(3);
      assertThat(sequences.get(1).shape()).containsExactly(1, 2);
      assertThat(Ops.floats(sequences.get(0))).containsExactly(1, 2, 3, 4);
      assertThat(Ops.floats(sequences.get(1))).containsExactly(5, 6);
      assertThat(Ops.floats(sequences.get(2))).containsExactly(7, 8, 9, 10);
    }
  }

  @Test
  void sequences_ofOneClip_isTheClip() {
    try (Scope scope = Scope.open()) {
      List<Tensor> sequences = Frames.pack(List.of(new float[] {1, 2, 3}), 1).sequences();
      assertThat(sequences).hasSize(1);
      assertThat(Ops.floats(sequences.get(0))).containsExactly(1, 2, 3);
    }
  }

  @Test
  void runs_neighboursOfOneLength_areTogether() {
    try (Scope scope = Scope.open()) {
      Frames frames =
          Frames.pack(
              List.of(
                  new float[] {1, 2, 3, 4},
                  new float[] {5, 6, 7, 8},
                  new float[] {9, 10},
                  new float[] {11, 12, 13, 14}),
              2);
      List<Tensor> runs = frames.runs();
      assertThat(runs).hasSize(3);
      assertThat(runs.get(0).shape()).containsExactly(2, 2, 2);
      assertThat(Ops.floats(runs.get(0))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(runs.get(1).shape()).containsExactly(1, 1, 2);
      assertThat(Ops.floats(runs.get(1))).containsExactly(9, 10);
      // Of the length of the first two, but no neighbour of them.
      assertThat(runs.get(2).shape()).containsExactly(1, 2, 2);
      assertThat(Ops.floats(runs.get(2))).containsExactly(11, 12, 13, 14);
    }
  }

  @Test
  void meanOverTime_sequences_countsTheirOwnFramesOnly() {
    try (Scope scope = Scope.open()) {
      Tensor values = Ops.tensor(new float[] {1, 5, 3, 4, 5, 8, 10, 20, 20, 40}, 5, 2);
      Tensor means = new Frames(values, new int[] {1, 2, 2}).meanOverTime();
      assertThat(means.shape()).containsExactly(3, 2);
      assertThat(Ops.floats(means)).containsExactly(1, 5, 4, 6, 15, 30);
    }
  }

  @Test
  void channelDropout_training_isTheSameInAllFramesOfASequenceAndOtherInOthers() {
    int channels = 200;
    int[] lengths = {3, 1, 4, 4};
    try (Scope scope = Scope.open()) {
      torch.manual_seed(1);
      Frames ones = new Frames(Ops.plus(Ops.zeros(12, channels), 1), lengths);
      Frames dropped = ones.channelDropout(0.25, true);
      assertThat(dropped.lengths()).containsExactly(lengths);
      List<Tensor> sequences = dropped.sequences();
      float[][] masks = new float[lengths.length][];
      for (int i = 0; i < lengths.length; i++) {
        masks[i] = Ops.floats(sequences.get(i).select(0, 0));
        for (int frame = 1; frame < lengths[i]; frame++) {
          assertThat(Ops.floats(sequences.get(i).select(0, frame)))
              .as("sequence %d, frame %d", i, frame)
              .containsExactly(masks[i]);
        }
        assertThat(masks[i]).as("sequence %d", i).containsOnly(0, 1 / 0.75f);
        int zeros = 0;
        for (float value : masks[i]) {
          zeros += value == 0 ? 1 : 0;
        }
        // Binomial: mean 50, deviation 6.1.
        assertThat((double) zeros).as("sequence %d", i).isCloseTo(50, within(30.0));
        for (int other = 0; other < i; other++) {
          assertThat(masks[i]).as("%d and %d", i, other).isNotEqualTo(masks[other]);
        }
      }
    }
  }

  @Test
  void channelDropout_notTrainingOrWithoutProbability_isTheIdentity() {
    try (Scope scope = Scope.open()) {
      Frames frames = Frames.pack(List.of(new float[] {1, 2}), 2);
      assertThat(frames.channelDropout(0.5, false)).isSameAs(frames);
      assertThat(frames.channelDropout(0, true)).isSameAs(frames);
    }
  }

  @Test
  void with_otherValues_keepsTheLengths() {
    try (Scope scope = Scope.open()) {
      Frames frames = Frames.pack(List.of(new float[2], new float[4]), 2);
      Frames wider = frames.with(Ops.zeros(3, 5));
      assertThat(wider.lengths()).containsExactly(1, 2);
      assertThat(wider.values().size(1)).isEqualTo(5);
      assertThatThrownBy(() -> frames.with(Ops.zeros(4, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found shape [4, 2]");
    }
  }

  @Test
  void constructor_lengthsThatDoNotFit_areRefused() {
    try (Scope scope = Scope.open()) {
      Tensor values = Ops.zeros(5, 2);
      assertThatThrownBy(() -> new Frames(values, new int[] {3, 3}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected values (6, C) for sequences of [3, 3] frames, found shape [5, 2].");
      assertThatThrownBy(() -> new Frames(values, new int[] {0, 5}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A sequence of 0 frames.");
      assertThatThrownBy(() -> new Frames(values, new int[] {6, -1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A sequence of -1 frames.");
      assertThatThrownBy(() -> new Frames(Ops.zeros(1, 5, 2), new int[] {5}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found shape [1, 5, 2]");
    }
  }
}
