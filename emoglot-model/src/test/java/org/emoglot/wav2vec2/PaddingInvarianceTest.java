package org.emoglot.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.TinyEncoders.Layout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clip gives the same states alone and in any batch. */
@ExtendWith(OneThread.class)
class PaddingInvarianceTest {

  private static final double TOLERANCE = 1e-4;
  private static final float GARBAGE = 1e3f;

  /** All orders of three clips, and two batches that leave one out. */
  private static final int[][] BATCHES = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {0, 2}, {1, 0}
  };

  @ParameterizedTest
  @EnumSource
  void states_inAnyBatch_equalThoseAlone(Layout layout) {
    double worstState = 0;
    double worstPooled = 0;
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        Wav2Vec2Weights weights = layout.make()) {
      Wav2Vec2 encoder = weights.encoder();
      List<List<Frames>> alone = new ArrayList<>();
      for (float[] clip : clips) {
        alone.add(states(encoder, Frames.pad(List.of(clip), 1)));
      }
      for (int[] batch : BATCHES) {
        List<float[]> members = new ArrayList<>();
        for (int clip : batch) {
          members.add(clips.get(clip));
        }
        List<Frames> together = states(encoder, Frames.pad(members, 1));
        for (int i = 0; i < batch.length; i++) {
          for (int state = 0; state < together.size(); state++) {
            Frames expected = alone.get(batch[i]).get(state);
            worstState =
                Math.max(
                    worstState, Difference.max(valid(together.get(state), i), valid(expected, 0)));
            worstPooled =
                Math.max(
                    worstPooled,
                    Difference.max(
                        Ops.floats(together.get(state).meanOverTime().select(0, i)),
                        Ops.floats(expected.meanOverTime())));
          }
        }
      }
    }
    String figures =
        "max |batch - alone|: features and states %.2g, pooled %.2g"
            .formatted(worstState, worstPooled);
    Figures.write("padding-" + layout, figures);
    assertThat(worstState).as(figures).isLessThan(TOLERANCE);
    assertThat(worstPooled).as(figures).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void states_garbageBeyondTheEndOfAClip_areTheSame(Layout layout) {
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        Wav2Vec2Weights weights = layout.make()) {
      Frames clean = Frames.pad(clips, 1);
      List<Frames> expected = states(weights.encoder(), clean);
      List<Frames> actual = states(weights.encoder(), spoil(clean));
      requireEqual(actual, expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void hiddenStates_garbageBeyondTheEndOfFeatures_areTheSame(Layout layout) {
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        Wav2Vec2Weights weights = layout.make()) {
      Frames clean = weights.encoder().encodeFeatures(Frames.pad(clips, 1));
      List<Frames> expected = weights.encoder().hiddenStates(clean, false);
      List<Frames> actual = weights.encoder().hiddenStates(spoil(clean), false);
      requireEqual(actual, expected);
    }
  }

  private static void requireEqual(List<Frames> actual, List<Frames> expected) {
    for (int state = 0; state < expected.size(); state++) {
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        double difference =
            Difference.max(valid(actual.get(state), clip), valid(expected.get(state), clip));
        assertThat(difference).as("state %d of clip %d", state, clip).isZero();
      }
      float[] pooled = Ops.floats(expected.get(state).meanOverTime());
      assertThat(Ops.floats(actual.get(state).meanOverTime()))
          .as("pooled state %d", state)
          .containsExactly(pooled);
    }
  }

  /** The same batch with {@link #GARBAGE} in place of what stands beyond each clip's length. */
  private static Frames spoil(Frames frames) {
    float[] values = Ops.floats(frames.values());
    int width = Math.toIntExact(frames.values().size(2));
    for (int clip = 0; clip < frames.batch(); clip++) {
      int start = clip * frames.longest() * width;
      for (int i = frames.lengths()[clip] * width; i < frames.longest() * width; i++) {
        values[start + i] = i % 2 == 0 ? GARBAGE : -GARBAGE;
      }
    }
    return frames.with(Ops.tensor(values, frames.values().shape()));
  }

  /** Features, then all hidden states. */
  private static List<Frames> states(Wav2Vec2 encoder, Frames samples) {
    Frames features = encoder.encodeFeatures(samples);
    List<Frames> states = new ArrayList<>();
    states.add(features);
    states.addAll(encoder.hiddenStates(features, false));
    return states;
  }

  private static float[] valid(Frames frames, int clip) {
    Tensor valid = frames.values().select(0, clip).narrow(0, 0, frames.lengths()[clip]);
    return Ops.floats(valid);
  }
}
