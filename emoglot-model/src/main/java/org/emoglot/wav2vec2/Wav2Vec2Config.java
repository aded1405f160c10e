package org.emoglot.wav2vec2;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.wav2vec2.FeatureEncoderConfig.ConvolutionNorm;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;

/**
 * The layout of an encoder, as {@code config.json} and {@code preprocessor_config.json} of a
 * Hugging Face folder describe it.
 *
 * @param featureEncoder from samples to frames
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1 ({@code
 *     do_normalize})
 * @param width hidden size D
 * @param layers transformer layers L
 * @param heads attention heads H; divides the width
 * @param feedForwardWidth width inside the feed-forward block
 * @param positionalKernel kernel of the convolution that stands for positions
 * @param positionalGroups its groups; divides the width
 * @param preNorm layer norm before each block ({@code do_stable_layer_norm}) instead of after
 * @param layerNormEpsilon epsilon of every layer norm
 * @param dropout probability of dropping a channel of a residual branch, in layers that are
 *     trained; frozen layers have none
 */
public record Wav2Vec2Config(
    FeatureEncoderConfig featureEncoder,
    boolean normalizeInput,
    int width,
    int layers,
    int heads,
    int feedForwardWidth,
    int positionalKernel,
    int positionalGroups,
    boolean preNorm,
    double layerNormEpsilon,
    double dropout) {

  public static final String CONFIG_FILE = "config.json";
  public static final String PREPROCESSOR_FILE = "preprocessor_config.json";

  private static final String LOG_MEL_TYPE = "emoglot-logmel";
  private static final String WAV2VEC2_TYPE = "wav2vec2";

  public Wav2Vec2Config {
    if (width < 1 || layers < 1 || heads < 1 || width % heads != 0) {
      throw new InvalidInputException(
          "Expected positive sizes and a hidden_size that num_attention_heads divides, found hidden_size %d, %d layers, %d heads."
              .formatted(width, layers, heads));
    }
    if (positionalKernel < 1 || positionalGroups < 1 || width % positionalGroups != 0) {
      throw new InvalidInputException(
          "Expected num_conv_pos_embedding_groups to divide hidden_size %d, found %d groups of kernel %d."
              .formatted(width, positionalGroups, positionalKernel));
    }
  }

  /** Reads both files of a folder. */
  public static Wav2Vec2Config read(Path folder) {
    Path file = folder.resolve(CONFIG_FILE);
    return parse(Json.read(file), Json.read(folder.resolve(PREPROCESSOR_FILE)), file);
  }

  /**
   * Reads a configuration in Hugging Face's keys.
   *
   * @param origin where it stands, for messages
   */
  public static Wav2Vec2Config parse(JsonNode config, JsonNode preprocessor, Object origin) {
    Keys keys = new Keys(config, origin);
    String type = keys.text("model_type");
    FeatureEncoderConfig features =
        switch (type) {
          case WAV2VEC2_TYPE ->
              new Convolutional(
                  keys.integers("conv_dim"),
                  keys.integers("conv_kernel"),
                  keys.integers("conv_stride"),
                  keys.flag("conv_bias"),
                  keys.text("feat_extract_norm").equals("layer")
                      ? ConvolutionNorm.LAYER
                      : ConvolutionNorm.GROUP);
          case LOG_MEL_TYPE -> new LogMel(keys.integer("num_mel_bins"), keys.integer("stride"));
          default ->
              throw new InvalidInputException(
                  "Expected model_type %s or %s in %s, found '%s': this encoder is not supported."
                      .formatted(WAV2VEC2_TYPE, LOG_MEL_TYPE, origin, type));
        };
    keys.expect("hidden_act", "gelu");
    keys.expect("feat_extract_activation", "gelu");
    if (config.path("add_adapter").asBoolean(false)) {
      throw new InvalidInputException(
          "Expected an encoder without the adapter head (add_adapter), found one in "
              + origin
              + ".");
    }
    return new Wav2Vec2Config(
        features,
        preprocessor.path("do_normalize").asBoolean(true) && features instanceof Convolutional,
        keys.integer("hidden_size"),
        keys.integer("num_hidden_layers"),
        keys.integer("num_attention_heads"),
        keys.integer("intermediate_size"),
        keys.integer("num_conv_pos_embeddings"),
        keys.integer("num_conv_pos_embedding_groups"),
        keys.flag("do_stable_layer_norm"),
        keys.number("layer_norm_eps"),
        keys.number("hidden_dropout"));
  }

  /** Writes what {@link #parse} reads from config.json. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (featureEncoder instanceof Convolutional conv) {
      json.put("model_type", WAV2VEC2_TYPE);
      json.put("architectures", List.of("Wav2Vec2Model"));
      json.put("conv_dim", conv.channelsPerLayer());
      json.put("conv_kernel", conv.kernels());
      json.put("conv_stride", conv.strides());
      json.put("conv_bias", conv.bias());
      json.put("num_feat_extract_layers", conv.kernels().size());
      json.put("feat_extract_norm", conv.norm() == ConvolutionNorm.LAYER ? "layer" : "group");
    } else if (featureEncoder instanceof LogMel logMel) {
      json.put("model_type", LOG_MEL_TYPE);
      json.put("num_mel_bins", logMel.melBins());
      json.put("stride", logMel.stride());
    }
    json.put("feat_extract_activation", "gelu");
    json.put("hidden_act", "gelu");
    json.put("hidden_size", width);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("intermediate_size", feedForwardWidth);
    json.put("num_conv_pos_embeddings", positionalKernel);
    json.put("num_conv_pos_embedding_groups", positionalGroups);
    json.put("do_stable_layer_norm", preNorm);
    json.put("layer_norm_eps", layerNormEpsilon);
    json.put("hidden_dropout", dropout);
    return json;
  }

  /** The content of preprocessor_config.json. */
  public Map<String, Object> preprocessorJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("do_normalize", normalizeInput);
    json.put("sampling_rate", org.emoglot.audio.Waveform.MODEL_SAMPLE_RATE);
    json.put("feature_size", 1);
    json.put("padding_value", 0.0);
    return json;
  }

  /** The shortest clip that gives one frame, in samples. */
  public int minimumSamples() {
    int samples = 1;
    while (featureEncoder.frames(samples) < 1) {
      samples++;
    }
    return samples;
  }

  /** Typed access to a JSON object, with messages that name file and key. */
  private record Keys(JsonNode json, Object origin) {

    JsonNode required(String key) {
      JsonNode value = json.get(key);
      if (value == null || value.isNull()) {
        throw new InvalidInputException("Expected the key %s in %s.".formatted(key, origin));
      }
      return value;
    }

    String text(String key) {
      return required(key).asText();
    }

    boolean flag(String key) {
      return required(key).asBoolean();
    }

    int integer(String key) {
      JsonNode value = required(key);
      if (!value.canConvertToInt() || !value.isIntegralNumber()) {
        throw new InvalidInputException(
            "Expected an integer for %s in %s, found %s.".formatted(key, origin, value));
      }
      return value.asInt();
    }

    double number(String key) {
      JsonNode value = required(key);
      if (!value.isNumber()) {
        throw new InvalidInputException(
            "Expected a number for %s in %s, found %s.".formatted(key, origin, value));
      }
      return value.asDouble();
    }

    List<Integer> integers(String key) {
      List<Integer> values = new ArrayList<>();
      for (JsonNode value : required(key)) {
        if (!value.isIntegralNumber() || value.asInt() < 1) {
          throw new InvalidInputException(
              "Expected positive integers for %s in %s, found %s."
                  .formatted(key, origin, required(key)));
        }
        values.add(value.asInt());
      }
      return values;
    }

    void expect(String key, String only) {
      if (!json.path(key).asText(only).equals(only)) {
        throw new InvalidInputException(
            "Expected %s = %s in %s, found '%s'."
                .formatted(key, only, origin, json.path(key).asText()));
      }
    }
  }
}
