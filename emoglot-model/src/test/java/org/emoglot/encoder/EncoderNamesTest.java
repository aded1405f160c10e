package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.emoglot.encoder.context.ContextNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderNamesTest {

  private static final String ENCODER = "encoder.layer_norm.weight";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lm_head.weight",
        "quantizer.codevectors",
        "quantizer.weight_proj.bias",
        "project_hid.weight",
        "project_q.bias",
        "projector.weight",
        "classifier.bias",
        "classifier.dense.weight",
        "layer_weights",
        "tdnn.0.kernel.weight",
        "objective.weight",
        "feature_extractor.weight",
        "feature_extractor.bias",
        "final_proj.weight",
        "adapter.layers.0.adapter.gate",
        "wavlm.masked_spec_embed",
        "wavlm.mask_time_emb_vector",
        "age.dense.weight",
        "gender.out_proj.bias",
        "decoder.weight",
        "layer_weights.extra",
        "log_sigma",
        "wavlm.encoder.pos_conv_embed.batch_norm.num_batches_tracked"
      })
  void belongs_whatIsNoneOfTheEncoder_isPassedOver(String name) {
    EncoderNames names =
        EncoderNames.of(ContextNetwork.NAMES.inside("wavlm"), Set.of("wavlm." + ENCODER, name), "");
    assertThat(names.start()).isEqualTo("wavlm.");
    assertThat(names.belongs(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wavlm.encoder.layers.12.final_layer_norm.bias",
        "wavlm.adapter.layers.0.conv.weight",
        "wavlm.lm_head.weight",
        "wavlm.feature_extractor.conv_layers.0.conv.weight",
        "feature_extractor.conv_layers.0.conv.weight",
        "wavlm.age.dense.weight",
        "feature_projection.layer_norm.bias",
        "encoder.layer_norm.bias"
      })
  void belongs_everythingElse_mustBeTheEncoders(String name) {
    assertThat(
            EncoderNames.of(
                    ContextNetwork.NAMES.inside("wavlm"), Set.of("wavlm." + ENCODER, name), "")
                .belongs(name))
        .isTrue();
  }

  @Test
  void of_outerPrefix_concernsOnlyWhatIsBehindIt() {
    EncoderNames names =
        EncoderNames.of(
            ContextNetwork.NAMES.inside("hubert"),
            Set.of("student.hubert." + ENCODER, "teacher." + ENCODER),
            "student.");
    assertThat(names.start()).isEqualTo("student.hubert.");
    assertThat(names.stored(ENCODER)).isEqualTo("student.hubert." + ENCODER);
    assertThat(names.belongs("teacher." + ENCODER)).isFalse();
    assertThat(names.belongs("student.lm_head.weight")).isFalse();
    assertThat(names.belongs("student.age.dense.weight")).isFalse();
    assertThat(names.belongs("student.encoder.layer_norm.bias")).isTrue();
  }

  @Test
  void of_noPrefix_startsAtOnce() {
    EncoderNames names =
        EncoderNames.of(ContextNetwork.NAMES, Set.of(ENCODER, "masked_spec_embed"), "");
    assertThat(names.start()).isEmpty();
    assertThat(names.belongs(ENCODER)).isTrue();
    assertThat(names.belongs("masked_spec_embed")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"module.", "backbone.encoder.", "base_model.model.wav2vec2."})
  void of_prefixOfSomebodysOwn_isFoundByTheProjection(String prefix) {
    EncoderNames names =
        EncoderNames.of(
            ContextNetwork.NAMES,
            Set.of(
                prefix + "feature_projection.projection.weight",
                prefix + ENCODER,
                "age.dense.weight"),
            "");
    assertThat(names.stored(ENCODER)).isEqualTo(prefix + ENCODER);
    assertThat(names.belongs(prefix + "something.weight")).isTrue();
    assertThat(names.belongs("age.dense.weight")).isFalse();
  }

  @Test
  void belongs_headBesideBareNames_isPassedOver() {
    EncoderNames names =
        EncoderNames.of(ContextNetwork.NAMES, Set.of(ENCODER, "age.dense.weight"), "");
    assertThat(names.belongs("age.dense.weight")).isFalse();
    assertThat(names.belongs("encoder.layers.99.final_layer_norm.bias")).isTrue();
  }
}
