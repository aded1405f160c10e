package org.emoglot.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.wav2vec2.FeatureEncoderConfig.ConvolutionNorm;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Wav2Vec2ConfigTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path BASE = TinyEncoders.goldenFolder("wav2vec2-base-tiny");
  private static final Path LARGE = TinyEncoders.goldenFolder("wav2vec2-large-tiny");

  @Test
  void read_transformersFolders_givesBothLayouts() {
    Wav2Vec2Config base = Wav2Vec2Config.read(BASE);
    assertThat(base)
        .isEqualTo(
            new Wav2Vec2Config(
                new Convolutional(
                    List.of(32, 32, 32, 32, 32, 32, 32),
                    List.of(10, 3, 3, 3, 3, 2, 2),
                    List.of(5, 2, 2, 2, 2, 2, 2),
                    false,
                    ConvolutionNorm.GROUP),
                true,
                48,
                3,
                4,
                96,
                16,
                4,
                false,
                1e-5,
                0.1));
    Wav2Vec2Config large = Wav2Vec2Config.read(LARGE);
    assertThat(large.preNorm()).isTrue();
    assertThat(((Convolutional) large.featureEncoder()).norm()).isEqualTo(ConvolutionNorm.LAYER);
    assertThat(((Convolutional) large.featureEncoder()).bias()).isTrue();
  }

  @Test
  void toJson_everyLayout_isReadBack() {
    for (Wav2Vec2Config config :
        List.of(
            Wav2Vec2Config.read(BASE),
            Wav2Vec2Config.read(LARGE),
            TinyEncoders.logMelConfig(false),
            TinyEncoders.logMelConfig(true))) {
      JsonNode json = MAPPER.valueToTree(config.toJson());
      JsonNode preprocessor = MAPPER.valueToTree(config.preprocessorJson());
      assertThat(Wav2Vec2Config.parse(json, preprocessor, "memory")).isEqualTo(config);
    }
  }

  /** 400 samples give the first frame, each 320 more the next. */
  @ParameterizedTest
  @CsvSource({"0, 0", "399, 0", "400, 1", "719, 1", "720, 2", "16000, 49"})
  void frames_convolutional_areThoseOfWav2Vec2(int samples, int frames) {
    assertThat(Wav2Vec2Config.read(BASE).featureEncoder().frames(samples)).isEqualTo(frames);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "399, 0", "400, 0", "559, 0", "560, 1", "879, 1", "880, 2", "16000, 49"})
  void frames_logMel_areGroupsOfTwo(int samples, int frames) {
    assertThat(TinyEncoders.logMelConfig(true).featureEncoder().frames(samples)).isEqualTo(frames);
  }

  @Test
  void minimumSamples_layouts_giveOneFrame() {
    assertThat(Wav2Vec2Config.read(BASE).minimumSamples()).isEqualTo(400);
    assertThat(TinyEncoders.logMelConfig(true).minimumSamples()).isEqualTo(560);
  }

  @Test
  void parse_whatIsNotSupported_isRefusedByName() {
    assertRefused("model_type", "\"hubert\"", "'hubert'");
    assertRefused("hidden_act", "\"relu\"", "hidden_act = gelu");
    assertRefused("feat_extract_activation", "\"silu\"", "found 'silu'");
    assertRefused("add_adapter", "true", "add_adapter");
    assertRefused("num_attention_heads", "5", "num_attention_heads divides");
    assertRefused("num_conv_pos_embedding_groups", "7", "divide hidden_size 48");
    assertRefused("conv_kernel", "[10, 3]", "of one length");
    assertRefused("conv_stride", "[5, 2, 2, 2, 2, 2, 0]", "positive integers for conv_stride");
    assertRefused("hidden_size", "\"wide\"", "an integer for hidden_size");
    assertRefused("hidden_size", "null", "the key hidden_size in config.json");
    assertRefused("layer_norm_eps", "\"small\"", "a number for layer_norm_eps");
  }

  private static void assertRefused(String key, String value, String message) {
    ObjectNode config = (ObjectNode) Json.read(BASE.resolve(Wav2Vec2Config.CONFIG_FILE)).deepCopy();
    try {
      config.set(key, MAPPER.readTree(value));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(value, e);
    }
    assertThatThrownBy(() -> Wav2Vec2Config.parse(config, MAPPER.createObjectNode(), "config.json"))
        .as("%s = %s", key, value)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
