package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clip gives the same states alone and in any batch. */
@ExtendWith(OneThread.class)
class BatchInvarianceTest {

  private static final double TOLERANCE = 1e-4;

  /**
   * All orders of three clips, two batches that leave one out, and clips of one length together.
   */
  private static final int[][] BATCHES = {
    {0, 1, 2},
    {0, 2, 1},
    {1, 0, 2},
    {1, 2, 0},
    {2, 0, 1},
    {2, 1, 0},
    {0, 2},
    {1, 0},
    {1, 1},
    {0, 2, 2, 2, 1}
  };

  @ParameterizedTest
  @EnumSource
  void states_inAnyBatch_equalThoseAlone(Layout layout) {
    double worstState = 0;
    double worstPooled = 0;
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        LoadedEncoder weights = layout.make()) {
      SpeechEncoder encoder = weights.encoder();
      List<List<Frames>> alone = new ArrayList<>();
      for (float[] clip : clips) {
        alone.add(states(encoder, Frames.pack(List.of(clip), 1)));
      }
      for (int[] batch : BATCHES) {
        List<float[]> members = new ArrayList<>();
        for (int clip : batch) {
          members.add(clips.get(clip));
        }
        List<Frames> together = states(encoder, Frames.pack(members, 1));
        for (int i = 0; i < batch.length; i++) {
          for (int state = 0; state < together.size(); state++) {
            Frames expected = alone.get(batch[i]).get(state);
            worstState =
                Math.max(
                    worstState,
                    Difference.max(ofClip(together.get(state), i), ofClip(expected, 0)));
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
    Figures.write("batch-" + layout, figures);
    assertThat(worstState).as(figures).isLessThan(TOLERANCE);
    assertThat(worstPooled).as(figures).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void states_ofANeighbourThatChanges_stayTheSameToTheBit(Layout layout) {
    List<float[]> clips = TinyEncoders.clips();
    try (Scope scope = Scope.open();
        LoadedEncoder weights = layout.make()) {
      List<Frames> before = states(weights.encoder(), Frames.pack(clips, 1));
      for (int changed = 0; changed < TinyEncoders.CLIPS; changed++) {
        List<float[]> others = new ArrayList<>(clips);
        others.set(changed, another(clips.get(changed)));
        requireOthersEqual(states(weights.encoder(), Frames.pack(others, 1)), before, changed);
      }
    }
  }

  /** Here two clips of one length share every product of attention and positions. */
  @ParameterizedTest
  @EnumSource
  void states_ofANeighbourOfTheSameLength_stayTheSameToTheBit(Layout layout) {
    float[] clip = TinyEncoders.clips().get(1);
    try (Scope scope = Scope.open();
        LoadedEncoder weights = layout.make()) {
      List<Frames> before = states(weights.encoder(), Frames.pack(List.of(clip, clip, clip), 1));
      for (int changed = 0; changed < TinyEncoders.CLIPS; changed++) {
        List<float[]> others = new ArrayList<>(List.of(clip, clip, clip));
        others.set(changed, another(clip));
        requireOthersEqual(states(weights.encoder(), Frames.pack(others, 1)), before, changed);
      }
    }
  }

  private static void requireOthersEqual(List<Frames> actual, List<Frames> expected, int changed) {
    for (int state = 0; state < expected.size(); state++) {
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        double difference =
            Difference.max(ofClip(actual.get(state), clip), ofClip(expected.get(state), clip));
        double pooled =
            Difference.max(
                Ops.floats(actual.get(state).meanOverTime().select(0, clip)),
                Ops.floats(expected.get(state).meanOverTime().select(0, clip)));
        String what = "state %d of clip %d, clip %d changed".formatted(state, clip, changed);
        if (clip == changed) {
          assertThat(difference).as(what).isGreaterThan(0.01);
        } else {
          assertThat(difference).as(what).isZero();
          assertThat(pooled).as("pooled " + what).isZero();
        }
      }
    }
  }

  /** Other samples, as many: louder, reversed, with a click in the first and the last. */
  private static float[] another(float[] samples) {
    float[] others = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      others[i] = 5 * samples[samples.length - 1 - i];
    }
    others[0] = 100;
    others[samples.length - 1] = -100;
    return others;
  }

  /** Features, then all hidden states. */
  private static List<Frames> states(SpeechEncoder encoder, Frames samples) {
    Frames features = encoder.encodeFeatures(samples);
    List<Frames> states = new ArrayList<>();
    states.add(features);
    states.addAll(encoder.hiddenStates(features, false));
    return states;
  }

  private static float[] ofClip(Frames frames, int clip) {
    return Ops.floats(frames.sequences().get(clip));
  }
}
