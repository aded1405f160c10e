package org.emoglot.encoder.data2vec;

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
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.context.Positions;
import org.emoglot.encoder.context.TransformersDefaults;
import org.emoglot.encoder.convolution.ConvolutionalConfig;
import org.emoglot.encoder.convolution.ConvolutionalFeatureEncoder;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.tensor.Parameters;

/**
 * The layout of data2vec for audio. Its layers are post-norm, whatever config.json says.
 *
 * @param convolutions from samples to features
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1
 * @param positionalDepth convolutions that stand for positions, one above the other
 * @param context what stands above the features, with the kernel and the groups of each of them
 */
public record Data2VecConfig(
    Convolutions convolutions, boolean normalizeInput, int positionalDepth, ContextConfig context)
    implements ConvolutionalConfig {

  private static final String POSITIONAL_DEPTH = "num_conv_pos_embeddings";
  private static final String POSITIONAL_KERNEL = "conv_pos_kernel_size";
  private static final String PRE_NORM = "do_stable_layer_norm";
  private static final Map<String, Object> DEFAULTS =
      Map.of(POSITIONAL_DEPTH, 5, POSITIONAL_KERNEL, 19);

  public Data2VecConfig {
    if (positionalDepth < 1) {
      throw new InvalidInputException(
          "Expected a positive %s, found %d.".formatted(POSITIONAL_DEPTH, positionalDepth));
    }
  }

  /** Reads a configuration in Hugging Face's keys; one that is absent has transformers' default. */
  static Data2VecConfig read(JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(TransformersDefaults.complete(config, DEFAULTS), origin);
    keys.expectNone("add_adapter", "the adapter head");
    FeatureExtractor.requireType(FeatureExtractor.SAMPLES, preprocessor, origin);
    return new Data2VecConfig(
        Convolutions.read(keys, Convolutions.Norm.LAYER),
        FeatureExtractor.normalizes(preprocessor, origin),
        keys.integer(POSITIONAL_DEPTH),
        ContextConfig.read(
            keys.with("num_conv_pos_embeddings", keys.integer(POSITIONAL_KERNEL))
                .with(PRE_NORM, false)));
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
    return new LayeredEncoder(
        this,
        features::forward,
        new ContextNetwork(
            context, channels(), true, Positions.convolutions(positionalDepth), parameters));
  }

  @Override
  public NameScheme names() {
    return ContextNetwork.NAMES.inside(Data2VecFamily.MODEL_TYPE);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", Data2VecFamily.MODEL_TYPE);
    json.put("architectures", List.of("Data2VecAudioModel"));
    json.putAll(convolutions.toJson());
    json.putAll(context.toJson());
    json.remove("feat_extract_norm");
    json.remove(PRE_NORM);
    json.put(POSITIONAL_KERNEL, context.positionalKernel());
    json.put(POSITIONAL_DEPTH, positionalDepth);
    return json;
  }
}
