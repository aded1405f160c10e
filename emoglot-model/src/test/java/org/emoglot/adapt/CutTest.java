package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever the encoder is cut in two, the halves make the whole. */
class CutTest {

  @ParameterizedTest
  @CsvSource({
    "BASE, PEFT, 0, last, features, 32",
    "BASE, PEFT, 1, last, layer-1, 48",
    "BASE, PEFT, 2, 2, layer-2, 48",
    "BASE, PEFT, 2, mix, features, 32",
    "LARGE, PEFT, 2, last, layer-2, 48",
    "LARGE, PEFT, 1, 3, layer-1, 48",
    "LOG_MEL_PRE_NORM, PEFT, 2, last, layer-2, 48",
    "BASE, FULL, 2, last, layer-2, 48",
    "BASE, NONE, 0, last, pooled-last, 48",
    "LARGE, NONE, 0, 1, pooled-1, 48",
    "BASE, NONE, 0, mix, features, 32",
    "UNISPEECH_SAT, PEFT, 1, mix, features, 16",
    "DATA2VEC, PEFT, 1, last, layer-1, 24",
    "CONFORMER_RELATIVE, PEFT, 2, last, layer-2, 24",
    "CONFORMER_ROTARY, FULL, 1, 2, layer-1, 24",
    "W2V_BERT, PEFT, 1, last, layer-1, 24",
    "W2V_BERT, FULL, 2, last, layer-2, 24",
    "EMOTION2VEC, PEFT, 1, last, layer-1, 24",
    "EMOTION2VEC, FULL, 2, 3, layer-2, 24",
    "EMOTION2VEC, PEFT, 0, last, features, 16",
    "EMOTION2VEC, NONE, 0, last, pooled-last, 24",
    "EMOTION2VEC_PLUS, PEFT, 2, last, layer-2, 24"
  })
  void embed_ofWhatWasPrepared_isTheWholeEncodersMean(
      Layout layout, Kind kind, int lowest, String layer, String cut, int channels) {
    double worst = 0;
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, Adaptations.config(kind, lowest, layer))) {
      adapted.randomizeAdded();
      LayerMix mix = LayerMix.of(layer, TinyEncoders.LAYERS, 0, mixParameters(adapted, layer));
      assertThat(adapted.encoder().cut()).isEqualTo(cut);
      if (adapted.encoder().config().learnsFeatures() && layout != Layout.LARGE) {
        assertThat(adapted.encoder().preparedChannels()).isEqualTo(channels);
      }
      float[] together = Ops.floats(adapted.encoder().embed(adapted.batch(), false));
      List<Tensor> expected = new ArrayList<>();
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        Frames state = adapted.backbone().encoder().input(adapted.features(clip), false);
        Frames pooled = mix.of(adapted.backbone().encoder(), state, 0, false);
        Frames speech = adapted.backbone().encoder().speech(pooled);
        expected.add(speech.meanOverTime().select(0, 0));
      }
      worst = Difference.max(together, Ops.floats(Ops.stack(expected)));
    }
    Figures.write("cut-%s-%s-%s-%s".formatted(layout, kind, lowest, layer), worst);
    assertThat(worst).isLessThan(1e-4);
  }

  /** A mixture has weights, which start equal, as those of the encoder do. */
  private static Parameters mixParameters(Adaptations adapted, String layer) {
    Parameters fresh = Parameters.seeded(5);
    if (layer.equals("mix")) {
      Ops.assign(adapted.added().all().get("layer_mix.weight"), new float[TinyEncoders.LAYERS + 1]);
    }
    return fresh;
  }

  @ParameterizedTest
  @EnumSource(names = {"PEFT", "FULL"})
  void trainable_fromALayerOn_isNothingBelowIt(Kind kind) {
    try (Adaptations adapted = Adaptations.make(Layout.BASE, Adaptations.config(kind, 2, "last"))) {
      Set<String> trained = new HashSet<>();
      adapted
          .backbone()
          .parameters()
          .all()
          .forEach(
              (name, tensor) -> {
                if (tensor.requires_grad()) {
                  trained.add(name);
                }
              });
      assertThat(adapted.added().all().keySet()).allMatch(name -> name.startsWith("layers.2."));
      if (kind == Kind.PEFT) {
        assertThat(trained).isEmpty();
        assertThat(adapted.added().all()).isNotEmpty();
      } else {
        assertThat(trained).isNotEmpty().allMatch(name -> name.startsWith("encoder.layers.2."));
      }
    }
  }

  @Test
  void trainable_preNormFromALayerOn_hasTheFinalNorm() {
    try (Adaptations adapted =
        Adaptations.make(Layout.LARGE, Adaptations.config(Kind.FULL, 1, "last"))) {
      adapted
          .backbone()
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.requires_grad())
                      .as(name)
                      .isEqualTo(name.matches("encoder\\.(layers\\.[12]|layer_norm)\\..*")));
    }
  }

  @Test
  void constructor_lowestLayerBeyondTheEncoder_isRefused() {
    assertThatThrownBy(
            () -> Adaptations.make(Layout.BASE, Adaptations.config(Kind.PEFT, 3, "last")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("below 3")
        .hasMessageContaining("found 3");
  }

  @Test
  void constructor_pooledLayerBelowTheLowest_isRefused() {
    assertThatThrownBy(() -> Adaptations.make(Layout.BASE, Adaptations.config(Kind.PEFT, 2, "1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("from 2")
        .hasMessageContaining("found 1");
  }

  @Test
  void preparationHash_isOfWhatIsBelowTheCutAlone() {
    String features = hash(Layout.BASE, Adaptations.config(Kind.PEFT, 0, "last"), "");
    assertThat(hash(Layout.BASE, Adaptations.config(Kind.FULL, Gate.NONE, "last"), ""))
        .as("the same cut")
        .isEqualTo(features);
    AdaptationConfig fromLayer1 = Adaptations.config(Kind.PEFT, 1, "last");
    assertThat(hash(Layout.BASE, fromLayer1, "")).isNotEqualTo(features);
    assertThat(hash(Layout.BASE, fromLayer1, "encoder.layers.0.attention.q_proj.bias"))
        .as("another weight below")
        .isNotEqualTo(hash(Layout.BASE, fromLayer1, ""));
    assertThat(hash(Layout.BASE, fromLayer1, "encoder.layers.1.attention.q_proj.bias"))
        .as("another weight above")
        .isEqualTo(hash(Layout.BASE, fromLayer1, ""));
    assertThat(hash(Layout.LARGE, Adaptations.config(Kind.PEFT, 0, "last"), ""))
        .as("another layout")
        .isNotEqualTo(features);
  }

  /** With one value of a weight changed. */
  private static String hash(Layout layout, AdaptationConfig config, String changed) {
    try (Scope scope = Scope.open();
        Adaptations adapted = Adaptations.make(layout, config)) {
      if (!changed.isEmpty()) {
        Tensor weight = adapted.backbone().parameters().all().get(changed);
        float[] values = Ops.floats(weight);
        values[0] += 1;
        Ops.assign(weight, values);
      }
      return adapted.encoder().preparationHash();
    }
  }
}
