package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an utterance keeps of its frames, and of which hidden states. */
@ExtendWith(OneThread.class)
class PoolingTest {

  private static AdaptationConfig config(Kind kind, int lowest, String layer, Pooling pooling) {
    return new AdaptationConfig(
        kind, 4, 8, List.of("q", "v"), 6, Gate.NONE, false, lowest, layer, pooling, false);
  }

  @ParameterizedTest
  @CsvSource({
    "BASE, NONE, 0, 1..3, MEAN, pooled-1..3",
        "WHISPER, NONE, 0, 0..2, MEAN_STD, pooled-0..2-mean-std",
    "WHISPER, NONE, 0, 2, MEAN_STD, pooled-2-mean-std", "WHISPER, PEFT, 1, 2..3, MEAN_STD, layer-1",
    "LARGE, PEFT, 2, 1..3, MEAN_STD, features", "WHISPER, FULL, 0, 1..3, MEAN, features",
    "BASE, PEFT, 0, mix, MEAN_STD, features",
        "LOG_MEL_PRE_NORM, NONE, 0, last, MEAN_STD, pooled-last-mean-std"
  })
  void embed_anyChoice_isEachStatePooledForItself(
      Layout layout, Kind kind, int lowest, String layer, Pooling pooling, String cut) {
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, config(kind, lowest, layer, pooling))) {
      adapted.randomizeAdded();
      AdaptedEncoder encoder = adapted.encoder();
      assertThat(encoder.cut()).isEqualTo(cut);
      Frames batch = adapted.batch();
      assertThat(batch.values().size(1)).isEqualTo(encoder.preparedChannels());
      Tensor embedded = encoder.embed(batch, false);
      assertThat(embedded.shape()).containsExactly(TinyEncoders.CLIPS, encoder.width());
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        Frames features = adapted.features(clip);
        List<float[]> states = new ArrayList<>();
        if (layer.equals("mix")) {
          states.add(Ops.floats(encoder.mix(features).values()));
        } else {
          LayerChoice choice = LayerChoice.of(layer, TinyEncoders.LAYERS);
          List<Frames> all = encoder.hiddenStates(features);
          all.subList(choice.first(), choice.last() + 1)
              .forEach(state -> states.add(Ops.floats(state.values())));
        }
        float[] expected = pooled(states, encoder.config().width(), pooling);
        assertThat(Difference.max(Ops.floats(embedded.select(0, clip)), expected))
            .as("clip %d", clip)
            .isLessThan(1e-4);
      }
    }
  }

  /** Means of all states, then deviations of all states, in float64. */
  private static float[] pooled(List<float[]> states, int width, Pooling pooling) {
    int means = states.size() * width;
    float[] pooled = new float[means * pooling.statistics()];
    for (int i = 0; i < means; i++) {
      float[] state = states.get(i / width);
      double sum = 0;
      double squares = 0;
      int frames = state.length / width;
      for (int t = 0; t < frames; t++) {
        sum += state[t * width + i % width];
      }
      double mean = sum / frames;
      for (int t = 0; t < frames; t++) {
        double centred = state[t * width + i % width] - mean;
        squares += centred * centred;
      }
      pooled[i] = (float) mean;
      if (pooling == Pooling.MEAN_STD) {
        pooled[means + i] = (float) Math.sqrt(squares / frames);
      }
    }
    return pooled;
  }

  @ParameterizedTest
  @CsvSource({"NONE, 0, states-1..2", "PEFT, 1, layer-1", "FULL, 0, features"})
  void embed_attentive_startsAsTheMeanAndFollowsItsScores(Kind kind, int lowest, String cut) {
    try (Scope scope = Scope.open();
        Adaptations adapted =
            Adaptations.make(Layout.WHISPER, config(kind, lowest, "1..2", Pooling.ATTENTIVE))) {
      AdaptedEncoder encoder = adapted.encoder();
      assertThat(encoder.cut()).isEqualTo(cut);
      float[] mean = Ops.floats(encoder.mix(adapted.features(1)).meanOverTime());
      assertThat(Difference.max(Ops.floats(encoder.embed(adapted.batch(1), false)), mean))
          .isLessThan(1e-5);
      adapted.randomizeAdded();
      Tensor together = encoder.embed(adapted.batch(), false);
      float[] alone = Ops.floats(encoder.embed(adapted.batch(1), false));
      assertThat(Difference.max(Ops.floats(together.select(0, 1)), alone)).isLessThan(1e-5);
      assertThat(Difference.max(alone, mean)).isGreaterThan(1e-3);
      assertThat(Ops.floats(encoder.pool(encoder.mix(adapted.features(1)))))
          .containsExactly(alone, within(1e-5f));
    }
  }

  @Test
  void attentive_oneFrameAboveAll_isThatFrame() {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      Pooler pooler = Pooler.of(Pooling.ATTENTIVE, 1, 2, parameters);
      float[] score = new float[128];
      score[0] = 100;
      float[] hidden = new float[2 * 128];
      hidden[0] = 10; // the first value of a frame
      Ops.assign(parameters.all().get("pooling.0.hidden.weight"), hidden);
      Ops.assign(parameters.all().get("pooling.0.score.weight"), score);
      Frames frames =
          new Frames(Ops.tensor(new float[] {-1, 3, 1, 5, -1, 7, 0, 9}, 4, 2), new int[] {3, 1});
      assertThat(Ops.floats(pooler.of(frames)))
          .containsExactly(new float[] {1, 5, 0, 9}, within(1e-6f));
    }
  }

  @Test
  void deviationOverTime_oneFrame_isZeroWithAFiniteGradient() {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(new float[] {1, 2}, 1, 2);
      x.set_requires_grad(true);
      Tensor deviation = new Frames(x, new int[] {1}).deviationOverTime();
      assertThat(Ops.floats(deviation)).containsExactly(new float[] {0, 0}, within(2e-5f));
      Ops.sum(deviation.view(-1), 0, false).backward();
      assertThat(Ops.floats(x.grad())).containsExactly(0, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2..", "..3", "5..2", "a", "1..2..3", "-1", "mix..3", ""})
  void config_layersThatAreNone_areRefused(String layer) {
    assertThatThrownBy(() -> config(Kind.NONE, 0, layer, Pooling.MEAN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + layer + "'");
  }

  @Test
  void adapted_rangeBeyondTheEncoder_isRefused() {
    assertThatThrownBy(
            () -> Adaptations.make(Layout.BASE, config(Kind.NONE, 0, "2..4", Pooling.MEAN)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a layer last, mix or from 0 to 3, found 2..4.");
    assertThatThrownBy(() -> Pooling.of("max"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a pooling mean, mean-std, attentive, found 'max'.");
  }
}
