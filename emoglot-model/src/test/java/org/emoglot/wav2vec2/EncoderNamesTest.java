package org.emoglot.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
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
        "wavlm.encoder.pos_conv_embed.batch_norm.num_batches_tracked"
      })
  void belongs_whatIsNoneOfTheEncoder_isPassedOver(String name) {
    EncoderNames names = EncoderNames.of(Set.of("wavlm." + ENCODER, name), "");
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
        "encoder.layer_norm.bias",
        "layer_weights.extra",
        "decoder.weight"
      })
  void belongs_everythingElse_mustBeTheEncoders(String name) {
    assertThat(EncoderNames.of(Set.of("wavlm." + ENCODER, name), "").belongs(name)).isTrue();
  }

  @Test
  void of_outerPrefix_concernsOnlyWhatIsBehindIt() {
    EncoderNames names =
        EncoderNames.of(Set.of("student.hubert." + ENCODER, "teacher." + ENCODER), "student.");
    assertThat(names.start()).isEqualTo("student.hubert.");
    assertThat(names.stored(ENCODER)).isEqualTo("student.hubert." + ENCODER);
    assertThat(names.belongs("teacher." + ENCODER)).isFalse();
    assertThat(names.belongs("student.lm_head.weight")).isFalse();
    assertThat(names.belongs("student.decoder.weight")).isTrue();
  }

  @Test
  void of_noPrefix_startsAtOnce() {
    EncoderNames names = EncoderNames.of(Set.of(ENCODER, "masked_spec_embed"), "");
    assertThat(names.start()).isEmpty();
    assertThat(names.belongs(ENCODER)).isTrue();
    assertThat(names.belongs("masked_spec_embed")).isFalse();
  }
}
