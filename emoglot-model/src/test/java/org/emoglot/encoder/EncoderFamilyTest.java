package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.encoder.statistics.UtteranceStatisticsConfig;
import org.emoglot.encoder.wav2vec2.Variant;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderFamilyTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path BASE = TinyEncoders.goldenFolder("wav2vec2-base-tiny");
  private static final Path LARGE = TinyEncoders.goldenFolder("wav2vec2-large-tiny");
  private static final Path HUBERT = TinyEncoders.goldenFolder("hubert-variant-tiny");
  private static final Path WAVLM = TinyEncoders.goldenFolder("wavlm-base-tiny");

  @TempDir private Path folder;

  @Test
  void read_transformersFolders_givesBothLayouts() {
    EncoderConfig base = EncoderFolder.read(BASE);
    assertThat(base)
        .isEqualTo(
            new Wav2Vec2Config(
                new Convolutions(
                    List.of(32, 32, 32, 32, 32, 32, 32),
                    List.of(10, 3, 3, 3, 3, 2, 2),
                    List.of(5, 2, 2, 2, 2, 2, 2),
                    false,
                    Convolutions.Norm.GROUP),
                true,
                new ContextConfig(48, 3, 4, 96, 16, 4, false, 1e-5, 0.1)));
    Wav2Vec2Config large = (Wav2Vec2Config) EncoderFolder.read(LARGE);
    assertThat(large.context().preNorm()).isTrue();
    assertThat(large.convolutions().norm()).isEqualTo(Convolutions.Norm.LAYER);
    assertThat(large.convolutions().bias()).isTrue();
  }

  @Test
  void read_otherFamilies_givesWhatTheyHaveOfTheirOwn() {
    assertThat(variant(EncoderFolder.read(HUBERT))).isEqualTo(new Variant.Hubert(false, true));
    assertThat(variant(EncoderFolder.read(TinyEncoders.goldenFolder("hubert-base-tiny"))))
        .isEqualTo(new Variant.Hubert(true, false));
    EncoderConfig wavLm = EncoderFolder.read(WAVLM);
    assertThat(variant(wavLm)).isEqualTo(new Variant.WavLm(32, 16));
    assertThat(wavLm.normalizeInput()).isFalse();
  }

  /** facebook/wav2vec2-base's layout; checkpoints older than a key do not have it. */
  @Test
  void parse_absentKeys_haveTransformersDefaults() {
    ObjectNode empty = MAPPER.createObjectNode();
    Wav2Vec2Config base =
        new Wav2Vec2Config(
            new Convolutions(
                List.of(512, 512, 512, 512, 512, 512, 512),
                List.of(10, 3, 3, 3, 3, 2, 2),
                List.of(5, 2, 2, 2, 2, 2, 2),
                false,
                Convolutions.Norm.GROUP),
            true,
            new ContextConfig(768, 12, 12, 3072, 128, 16, false, 1e-5, 0.1));
    assertThat(EncoderFamily.parse(type("wav2vec2"), empty, "memory")).isEqualTo(base);
    assertThat(variant(EncoderFamily.parse(type("hubert"), empty, "memory")))
        .isEqualTo(new Variant.Hubert(true, false));
    assertThat(variant(EncoderFamily.parse(type("wavlm"), empty, "memory")))
        .isEqualTo(new Variant.WavLm(320, 800));
    assertThatThrownBy(() -> EncoderFamily.parse(type("emoglot-logmel"), empty, "memory"))
        .as("our own type has none")
        .hasMessageContaining("the key do_stable_layer_norm in memory");
  }

  private static ObjectNode type(String modelType) {
    return MAPPER.createObjectNode().put("model_type", modelType);
  }

  @Test
  void parse_languageAdapters_matterInPreNormLayersAlone() {
    ObjectNode config = type("wav2vec2").put("adapter_attn_dim", 16);
    ObjectNode empty = MAPPER.createObjectNode();
    assertThat(((Wav2Vec2Config) EncoderFamily.parse(config, empty, "memory")).context().preNorm())
        .isFalse();
    config.put("do_stable_layer_norm", true);
    assertThatThrownBy(() -> EncoderFamily.parse(config, empty, "memory"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("adapter_attn_dim");
  }

  @Test
  void parse_preprocessorOfAnotherKind_isRefused() {
    assertPreprocessorRefused("{'sampling_rate': 8000}", "sampling_rate = 16000");
    assertPreprocessorRefused("{'do_normalize': 'yes'}", "true or false for do_normalize");
    assertPreprocessorRefused(
        "{'feature_extractor_type': 'SeamlessM4TFeatureExtractor'}", "found 'SeamlessM4T");
  }

  private static void assertPreprocessorRefused(String json, String message) {
    assertThatThrownBy(
            () ->
                EncoderFamily.parse(
                    type("wav2vec2"), MAPPER.readTree(json.replace('\'', '"')), "config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("beside config.json");
  }

  @Test
  void readPreprocessor_newerFile_isPreferredWhereItHoldsTheSettings() throws IOException {
    Path older = folder.resolve("preprocessor_config.json");
    Path newer = folder.resolve("processor_config.json");
    Files.writeString(older, "{\"do_normalize\": true}");
    Files.writeString(newer, "{\"processor_class\": \"Wav2Vec2Processor\"}");
    assertThat(EncoderFolder.readPreprocessor(folder).get("do_normalize").asBoolean()).isTrue();
    Files.writeString(newer, "{\"feature_extractor\": {\"do_normalize\": false}}");
    assertThat(EncoderFolder.readPreprocessor(folder).get("do_normalize").asBoolean()).isFalse();
  }

  @Test
  void readPreprocessor_noneThere_isRefusedWithAdvice() {
    assertThatThrownBy(() -> EncoderFolder.readPreprocessor(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected preprocessor_config.json in " + folder)
        .hasMessageContaining("\"do_normalize\"");
  }

  @Test
  void toJson_everyLayout_isReadBack() {
    for (EncoderConfig config :
        List.of(
            EncoderFolder.read(BASE),
            EncoderFolder.read(LARGE),
            EncoderFolder.read(HUBERT),
            EncoderFolder.read(WAVLM),
            TinyEncoders.logMelConfig(false),
            TinyEncoders.logMelConfig(true))) {
      JsonNode json = MAPPER.valueToTree(config.toJson());
      JsonNode preprocessor = MAPPER.valueToTree(config.preprocessorJson());
      assertThat(EncoderFamily.parse(json, preprocessor, "memory")).isEqualTo(config);
    }
  }

  /** 400 samples give the first frame, each 320 more the next. */
  @ParameterizedTest
  @CsvSource({"0, 0", "399, 0", "400, 1", "719, 1", "720, 2", "16000, 49"})
  void frames_convolutional_areThoseOfWav2Vec2(int samples, int frames) {
    assertThat(EncoderFolder.read(BASE).frames(samples)).isEqualTo(frames);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "399, 0", "400, 0", "559, 0", "560, 1", "879, 1", "880, 2", "16000, 49"})
  void frames_logMel_areGroupsOfTwo(int samples, int frames) {
    assertThat(TinyEncoders.logMelConfig(true).frames(samples)).isEqualTo(frames);
  }

  @Test
  void minimumSamples_layouts_giveOneFrame() {
    assertThat(EncoderFolder.read(BASE).minimumSamples()).isEqualTo(400);
    assertThat(TinyEncoders.logMelConfig(true).minimumSamples()).isEqualTo(560);
  }

  @Test
  void parse_whatIsNotSupported_isRefusedByName() {
    assertRefused("model_type", "\"sew-d\"", "found 'sew-d'");
    assertRefused("feat_extract_norm", "\"batch\"", "group or layer in config.json, found 'batch'");
    assertRefused("conv_bias", "\"yes\"", "true or false for conv_bias in config.json");
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

  @Test
  void statistics_areReadBackAndAreOneFrameOfAnyClip() {
    EncoderConfig statistics = new UtteranceStatisticsConfig(24, 0.2);
    JsonNode json = MAPPER.valueToTree(statistics.toJson());
    assertThat(EncoderFamily.parse(json, MAPPER.createObjectNode(), "memory"))
        .isEqualTo(statistics);
    assertThat(statistics.layers()).isZero();
    assertThat(statistics.minimumSamples()).isEqualTo(400);
    assertThat(statistics.frames(399)).isZero();
    assertThat(statistics.frames(16_000 * 60)).isEqualTo(1);
  }

  @Test
  void family_impossibleDistances_areRefused() {
    assertThatThrownBy(() -> new Variant.WavLm(320, 80))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 320 and 80");
    assertThatThrownBy(() -> new Variant.WavLm(3, 800)).hasMessageContaining("found 3 and 800");
    assertThatThrownBy(() -> new Variant.WavLm(320, 2_000_000_000))
        .hasMessageContaining("at most 1000000");
  }

  private static Variant variant(EncoderConfig config) {
    return ((Wav2Vec2Config) config).variant();
  }

  private static void assertRefused(String key, String value, String message) {
    ObjectNode config = (ObjectNode) Json.read(BASE.resolve(EncoderFolder.CONFIG_FILE)).deepCopy();
    try {
      config.set(key, MAPPER.readTree(value));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(value, e);
    }
    assertThatThrownBy(() -> EncoderFamily.parse(config, MAPPER.createObjectNode(), "config.json"))
        .as("%s = %s", key, value)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
