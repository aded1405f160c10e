package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.encoder.conformer.ConformerConfig;
import org.emoglot.encoder.conformer.PositionKind;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.encoder.data2vec.Data2VecConfig;
import org.emoglot.encoder.emotion2vec.Emotion2VecConfig;
import org.emoglot.encoder.wav2vec2bert.Wav2Vec2BertConfig;
import org.emoglot.encoder.wav2vec2conformer.Wav2Vec2ConformerConfig;
import org.emoglot.nn.Activation;
import org.emoglot.nn.ConformerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the configurations of the younger families say, and what is refused. */
class FamilyConfigTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<Integer> CHANNELS = List.of(512, 512, 512, 512, 512, 512, 512);
  private static final List<Integer> KERNELS = List.of(10, 3, 3, 3, 3, 2, 2);
  private static final List<Integer> STRIDES = List.of(5, 2, 2, 2, 2, 2, 2);

  static Stream<Layout> published() {
    return Layout.published();
  }

  @ParameterizedTest
  @MethodSource("published")
  void toJson_everyFamily_isReadBack(Layout layout) {
    EncoderConfig config = EncoderFolder.read(layout.folder());
    JsonNode json = MAPPER.valueToTree(config.toJson());
    JsonNode preprocessor = MAPPER.valueToTree(config.preprocessorJson());
    assertThat(EncoderFamily.parse(json, preprocessor, "memory")).isEqualTo(config);
  }

  @Test
  void parse_absentKeys_haveTransformersDefaults() {
    assertThat(parse("data2vec-audio"))
        .isEqualTo(
            new Data2VecConfig(
                new Convolutions(CHANNELS, KERNELS, STRIDES, false, Convolutions.Norm.LAYER),
                true,
                5,
                new ContextConfig(768, 12, 12, 3072, 19, 16, false, 1e-5, 0.1)));
    assertThat(parse("wav2vec2-conformer"))
        .isEqualTo(
            new Wav2Vec2ConformerConfig(
                new Convolutions(CHANNELS, KERNELS, STRIDES, false, Convolutions.Norm.GROUP),
                true,
                new ConformerConfig(
                    12,
                    new ConformerSpec(768, 12, 3072, Activation.GELU, 31, false, 1e-5, 0.1),
                    new PositionKind.Sinusoids(),
                    1e-5)));
    assertThat(parse("wav2vec2-bert"))
        .isEqualTo(
            new Wav2Vec2BertConfig(
                80,
                2,
                new ConformerConfig(
                    24,
                    new ConformerSpec(1024, 16, 4096, Activation.SWISH, 31, true, 1e-5, 0.0),
                    new PositionKind.Vectors(64, 8),
                    1e-5)));
    assertThat(parse("unispeech-sat").toJson().get("model_type")).isEqualTo("unispeech-sat");
  }

  private static EncoderConfig parse(String type) {
    ObjectNode config = MAPPER.createObjectNode().put("model_type", type);
    return EncoderFamily.parse(config, MAPPER.createObjectNode(), "memory");
  }

  /** Transformers build post-norm layers whatever the key says. */
  @Test
  void parse_data2vecWithStableLayerNorm_isPostNormAll() {
    ObjectNode config = MAPPER.createObjectNode().put("model_type", "data2vec-audio");
    config.put("do_stable_layer_norm", true);
    EncoderConfig read = EncoderFamily.parse(config, MAPPER.createObjectNode(), "memory");
    assertThat(((Data2VecConfig) read).context().preNorm()).isFalse();
  }

  @Test
  void parse_publishedSpecOfConvolutions_isUnderstood() {
    Emotion2VecConfig tiny = (Emotion2VecConfig) EncoderFolder.read(Layout.EMOTION2VEC.folder());
    assertThat(tiny.convolutions())
        .isEqualTo(
            new Convolutions(
                List.of(16, 16, 16, 16, 16, 16, 16),
                KERNELS,
                STRIDES,
                false,
                Convolutions.Norm.LAYER));
    assertThat(tiny.tokens()).isEqualTo(10);
    assertThat(tiny.context().positionalKernel()).isEqualTo(5);
    assertThat(tiny.layers()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNISPEECH_SAT | add_adapter | true | without the adapter head (add_adapter)",
        "DATA2VEC | add_adapter | true | without the adapter head (add_adapter)",
        "DATA2VEC | hidden_act | \"relu\" | Expected hidden_act = gelu in config.json",
        "DATA2VEC | num_conv_pos_embeddings | 0 | a positive num_conv_pos_embeddings, found 0",
        "DATA2VEC | conv_pos_kernel_size | \"wide\" | an integer for conv_pos_kernel_size",
        "CONFORMER_RELATIVE | add_adapter | true | without the adapter head (add_adapter)",
        "CONFORMER_RELATIVE | position_embeddings_type | \"sine\" | relative, rotary or relative_key in config.json, found 'sine'",
        "CONFORMER_RELATIVE | position_embeddings_type | \"relative_key\" | relative or rotary in config.json, found 'relative_key'",
        "CONFORMER_RELATIVE | hidden_act | \"tanh\" | gelu, swish, silu or relu in config.json, found 'tanh'",
        "CONFORMER_RELATIVE | conv_depthwise_kernel_size | 6 | an odd conv_depthwise_kernel_size, found 6",
        "CONFORMER_RELATIVE | num_attention_heads | 5 | num_attention_heads divides",
        "CONFORMER_ROTARY | num_attention_heads | 8 | an even hidden_size / num_attention_heads",
        "CONFORMER_ROTARY | rotary_embedding_base | 0 | a positive rotary_embedding_base",
        "CONFORMER_ROTARY | feat_extract_activation | \"silu\" | found 'silu'",
        "W2V_BERT | add_adapter | true | without the adapter head (add_adapter)",
        "W2V_BERT | use_intermediate_ffn_before_adapter | true | use_intermediate_ffn_before_adapter",
        "W2V_BERT | feature_projection_input_dim | 120 | found 120 and 80 times 2",
        "W2V_BERT | left_max_position_embeddings | -1 | from 0 to 1000000, found -1 and 2",
        "W2V_BERT | layer_norm_eps | \"small\" | a number for layer_norm_eps"
      })
  void parse_whatIsNotSupported_isRefusedByName(
      Layout layout, String key, String value, String message) throws JsonProcessingException {
    FolderConfig folder = EncoderFolder.configuration(layout.folder());
    ObjectNode config = folder.json().deepCopy();
    config.set(key, MAPPER.readTree(value));
    assertRefused(config, folder.preprocessor(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_conf | layer_norm_first | true | (layer_norm_first)",
        "model_conf | norm_eps | 1e-3 | norm_eps = 1e-5",
        "model_conf | norm_affine | false | norm_affine = true",
        "model_conf | embed_dim | null | the key embed_dim in config.json",
        "audio | conv_pos_pre_ln | true | (conv_pos_pre_ln)",
        "audio | learned_alibi | true | (learned_alibi)",
        "audio | num_alibi_heads | 2 | num_alibi_heads = num_heads = 4",
        "audio | extractor_mode | \"batch\" | found 'batch'",
        "audio | conv_pos_depth | 0 | a positive conv_pos_depth",
        "audio | num_extra_tokens | -1 | num_extra_tokens",
        "audio | feature_encoder_spec | \"[(512, 10)]\" | found '[(512, 10)]'",
        "audio | feature_encoder_spec | \"[(512, 10, 0)]\" | found '[(512, 10, 0)]'",
        "audio | feature_encoder_spec | \"__import__('os')\" | Expected feature_encoder_spec such as"
      })
  void parse_emotion2vecThatIsNotSupported_isRefusedByName(
      String part, String key, String value, String message) throws JsonProcessingException {
    FolderConfig folder = EncoderFolder.configuration(Layout.EMOTION2VEC.folder());
    ObjectNode config = folder.json().deepCopy();
    ObjectNode model = (ObjectNode) config.get("model_conf");
    ObjectNode changed =
        part.equals("audio") ? (ObjectNode) model.path("modalities").get("audio") : model;
    changed.set(key, MAPPER.readTree(value));
    assertRefused(config, folder.preprocessor(), message);
  }

  private static void assertRefused(JsonNode config, JsonNode preprocessor, String message) {
    assertThatThrownBy(() -> EncoderFamily.parse(config, preprocessor, "config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATA2VEC | feature_extractor_type | \"SeamlessM4TFeatureExtractor\" | found 'SeamlessM4T",
        "CONFORMER_RELATIVE | sampling_rate | 8000 | sampling_rate = 16000",
        "W2V_BERT | feature_extractor_type | \"Wav2Vec2FeatureExtractor\" | found 'Wav2Vec2Feature",
        "W2V_BERT | sampling_rate | 8000 | sampling_rate = 16000",
        "W2V_BERT | num_mel_bins | \"many\" | an integer for num_mel_bins in the feature extractor",
        "W2V_BERT | stride | 0 | found 160 and 80 times 0"
      })
  void parse_preprocessorOfAnotherKind_isRefused(
      Layout layout, String key, String value, String message) throws JsonProcessingException {
    FolderConfig folder = EncoderFolder.configuration(layout.folder());
    ObjectNode preprocessor = folder.preprocessor().deepCopy();
    preprocessor.set(key, MAPPER.readTree(value));
    assertRefused(folder.json(), preprocessor, message);
  }

  @ParameterizedTest
  @CsvSource({"1e-05", "1e-5", "1.0e-05", "0.00001"})
  void read_epsilonInAnySpelling_isUnderstood(String epsilon, @TempDir Path folder)
      throws IOException {
    Path published = Layout.EMOTION2VEC.folder();
    String yaml = Files.readString(published.resolve("config.yaml"));
    assertThat(yaml).contains("norm_eps: 1.0e-05");
    Files.writeString(
        folder.resolve("config.yaml"), yaml.replace("norm_eps: 1.0e-05", "norm_eps: " + epsilon));
    assertThat(EncoderFolder.read(folder)).isEqualTo(EncoderFolder.read(published));
  }

  @Test
  void read_yamlThatIsDamagedOrOfAnotherModel_isRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, "model: [Emotion2vec");
    assertThatThrownBy(() -> EncoderFolder.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected YAML in " + file);
    Files.writeString(file, "model: Paraformer\n");
    assertThatThrownBy(() -> EncoderFolder.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\nsize 12\n");
    assertThatThrownBy(() -> EncoderFolder.read(folder)).hasMessageContaining("git lfs pull");
  }
}
