package org.emoglot.encoder.wav2vec2conformer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LayeredEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.conformer.ConformerConfig;
import org.emoglot.encoder.conformer.ConformerNetwork;
import org.emoglot.encoder.conformer.PositionKind;
import org.emoglot.encoder.context.TransformersDefaults;
import org.emoglot.encoder.convolution.ConvolutionalConfig;
import org.emoglot.encoder.convolution.ConvolutionalFeatureEncoder;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.tensor.Parameters;

/**
 * The layout of wav2vec 2.0 with conformer layers.
 *
 * @param convolutions from samples to features
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1
 * @param network what stands above the features
 */
public record Wav2Vec2ConformerConfig(
    Convolutions convolutions, boolean normalizeInput, ConformerConfig network)
    implements ConvolutionalConfig {

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "hidden_act", "gelu",
          "feat_extract_activation", "gelu",
          "position_embeddings_type", "relative",
          "rotary_embedding_base", 10_000,
          "left_max_position_embeddings", 64,
          "right_max_position_embeddings", 8,
          "conv_depthwise_kernel_size", 31);

  /** PyTorch's, in the layers; {@code layer_norm_eps} is that of the norms outside of them. */
  private static final double EPSILON = 1e-5;

  /** Reads a configuration in Hugging Face's keys; one that is absent has transformers' default. */
  static Wav2Vec2ConformerConfig read(JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(TransformersDefaults.complete(config, DEFAULTS), origin);
    keys.expectNone("add_adapter", "the adapter head");
    FeatureExtractor.requireType(FeatureExtractor.SAMPLES, preprocessor, origin);
    PositionKind positions = PositionKind.read(keys);
    if (positions instanceof PositionKind.Vectors) {
      throw new InvalidInputException(
          "Expected %s = relative or rotary in %s, found '%s'."
              .formatted(PositionKind.KEY, origin, keys.text(PositionKind.KEY)));
    }
    return new Wav2Vec2ConformerConfig(
        Convolutions.read(keys),
        FeatureExtractor.normalizes(preprocessor, origin),
        ConformerConfig.read(keys, false, EPSILON));
  }

  @Override
  public int width() {
    return network.width();
  }

  @Override
  public int layers() {
    return network.layers();
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    ConvolutionalFeatureEncoder features =
        new ConvolutionalFeatureEncoder(convolutions, parameters);
    return new LayeredEncoder(
        this, features::forward, new ConformerNetwork(network, channels(), true, parameters));
  }

  @Override
  public NameScheme names() {
    return ConformerNetwork.names(network, Wav2Vec2ConformerFamily.MODEL_TYPE);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", Wav2Vec2ConformerFamily.MODEL_TYPE);
    json.put("architectures", List.of("Wav2Vec2ConformerModel"));
    json.put("feat_extract_activation", "gelu");
    json.putAll(convolutions.toJson());
    json.putAll(network.toJson());
    return json;
  }
}
