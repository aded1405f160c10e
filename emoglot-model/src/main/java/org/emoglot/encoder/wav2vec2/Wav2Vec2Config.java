package org.emoglot.encoder.wav2vec2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LayeredEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.context.TransformersDefaults;
import org.emoglot.encoder.convolution.ConvolutionalConfig;
import org.emoglot.encoder.convolution.ConvolutionalFeatureEncoder;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.tensor.Parameters;

/**
 * The layout of wav2vec 2.0 or of a relative, as {@code config.json} and {@code
 * preprocessor_config.json} of a Hugging Face folder describe it.
 *
 * @param variant which of them, with its parts beyond wav2vec 2.0
 * @param convolutions from samples to features
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1 ({@code
 *     do_normalize})
 * @param context the layers above the features
 */
public record Wav2Vec2Config(
    Variant variant, Convolutions convolutions, boolean normalizeInput, ContextConfig context)
    implements ConvolutionalConfig {

  /** The layout of wav2vec 2.0 itself. */
  public Wav2Vec2Config(Convolutions convolutions, boolean normalizeInput, ContextConfig context) {
    this(new Variant.Plain(), convolutions, normalizeInput, context);
  }

  /**
   * Reads a configuration in Hugging Face's keys. A missing key has the default of transformers. A
   * key that changes what an encoder computes and is not supported is refused. All others are
   * ignored, including masking, dropout and layer drop, which act only in training.
   *
   * @param preprocessor of whose keys {@code return_attention_mask}, {@code padding_side} and
   *     {@code padding_value} change nothing here: they say how padding is kept out of the result,
   *     and a clip is always computed as if it were alone, without padding.
   */
  static Wav2Vec2Config read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(TransformersDefaults.complete(config), origin);
    Variant variant = Variant.read(type, keys);
    requireNoAdapters(keys);
    FeatureExtractor.requireType(FeatureExtractor.SAMPLES, preprocessor, origin);
    return new Wav2Vec2Config(
        variant,
        Convolutions.read(keys),
        FeatureExtractor.normalizes(preprocessor, origin),
        ContextConfig.read(keys));
  }

  private static void requireNoAdapters(ConfigKeys keys) {
    keys.expectNone("add_adapter", "the adapter head");
    // Transformers builds these adapters only into pre-norm layers.
    if (keys.flag("do_stable_layer_norm") && keys.json().hasNonNull("adapter_attn_dim")) {
      throw new InvalidInputException(
          "Expected an encoder without language adapters (adapter_attn_dim), found some in "
              + keys.origin()
              + ": take the checkpoint that was pretrained without them.");
    }
  }

  @Override
  public int width() {
    return context.width();
  }

  @Override
  public int layers() {
    return context.layers();
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    ConvolutionalFeatureEncoder features =
        new ConvolutionalFeatureEncoder(convolutions, parameters);
    ContextNetwork network =
        new ContextNetwork(
            context, channels(), variant.projectionNorm(), variant.positions(), parameters);
    variant.complete(network, context, parameters);
    return new LayeredEncoder(this, features::forward, network);
  }

  @Override
  public NameScheme names() {
    return ContextNetwork.NAMES.inside(variant.modelType());
  }

  @Override
  public Weights view(Weights file, String start) {
    return variant.view(file, start);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", variant.modelType());
    json.put("architectures", List.of(variant.architecture()));
    json.putAll(new TreeMap<>(variant.toJson()));
    json.putAll(convolutions.toJson());
    json.putAll(context.toJson());
    return json;
  }
}
