package org.emoglot.wav2vec2;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.io.Json;
import org.emoglot.wav2vec2.FeatureEncoderConfig.ConvolutionNorm;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.emoglot.wav2vec2.FeatureEncoderConfig.MelNorm;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Statistics;

/**
 * The layout of an encoder, as {@code config.json} and {@code preprocessor_config.json} of a
 * Hugging Face folder describe it.
 *
 * @param family whose checkpoint it is, with what that family has beyond wav2vec 2.0
 * @param featureEncoder from samples to frames
 * @param normalizeInput whether each clip is brought to mean 0 and variance 1 ({@code
 *     do_normalize})
 * @param width hidden size D
 * @param layers transformer layers L; 0 for utterance statistics, and nothing else of the
 *     transformer then either
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
    Family family,
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
  private static final String STATISTICS_TYPE = "emoglot-statistics";
  private static final double LAYER_NORM_EPSILON = 1e-5;
  private static final String MEL_NORM = "mel_norm";

  /** Transformers 5 keeps the extractor's settings here, and prefers them to the older file. */
  private static final String PROCESSOR_FILE = "processor_config.json";

  private static final String EXTRACTOR_KEY = "feature_extractor";
  private static final String EXTRACTOR_TYPE = "Wav2Vec2FeatureExtractor";

  public Wav2Vec2Config {
    boolean transformer = !(featureEncoder instanceof Statistics); // which are one frame
    if (width < 1 || heads < 1 || width % heads != 0 || layers < (transformer ? 1 : 0)) {
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

  /** The layout that hears utterance statistics: a projection of them, and no transformer. */
  public static Wav2Vec2Config statistics(int width, double dropout) {
    return new Wav2Vec2Config(
        new Statistics(), false, width, 0, 1, width, 1, 1, true, LAYER_NORM_EPSILON, dropout);
  }

  /** The layout of wav2vec 2.0 itself. */
  public Wav2Vec2Config(
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
    this(
        new Family.Plain(),
        featureEncoder,
        normalizeInput,
        width,
        layers,
        heads,
        feedForwardWidth,
        positionalKernel,
        positionalGroups,
        preNorm,
        layerNormEpsilon,
        dropout);
  }

  /** Earlier folders do not say it, and knew one kind. */
  private static MelNorm melNorm(JsonNode config) {
    return MelNorm.of(config.path(MEL_NORM).asText(MelNorm.BAND.text()));
  }

  /** Reads both files of a folder. */
  public static Wav2Vec2Config read(Path folder) {
    Path file = folder.resolve(CONFIG_FILE);
    return parse(Json.read(file), readPreprocessor(folder), file);
  }

  /**
   * The settings of a folder's feature extractor: from {@code processor_config.json} where that
   * holds them, else from {@code preprocessor_config.json}, as transformers looks for them. It does
   * not guess them where there are none, and neither do we: whether a checkpoint wants normalised
   * samples cannot be seen from its weights.
   *
   * @throws InvalidInputException if neither file holds them, or one is damaged
   */
  public static JsonNode readPreprocessor(Path folder) {
    Path processor = folder.resolve(PROCESSOR_FILE);
    if (Files.isRegularFile(processor)) {
      JsonNode extractor = Json.read(processor).path(EXTRACTOR_KEY);
      if (extractor.isObject()) {
        return extractor;
      }
    }
    Path file = folder.resolve(PREPROCESSOR_FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "Expected %s in %s, found none: download it too, or write {\"do_normalize\": true} or {\"do_normalize\": false} into it, as the checkpoint was trained."
              .formatted(PREPROCESSOR_FILE, folder));
    }
    JsonNode settings = Json.read(file);
    if (!settings.isObject()) {
      throw new InvalidInputException(
          "Expected a JSON object in %s, found %s."
              .formatted(file, settings.isMissingNode() ? "an empty file" : "something else"));
    }
    return settings;
  }

  /**
   * Reads a configuration in Hugging Face's keys. A key that is absent has transformers' default; a
   * key that changes what an encoder computes and is not supported is refused; all others are
   * passed over, those of masking, dropout and layer drop among them, which act in training alone.
   *
   * @param preprocessor as {@link #readPreprocessor} gives it. Of its keys {@code
   *     return_attention_mask}, {@code padding_side} and {@code padding_value} change nothing here:
   *     they say how padding is kept out of the result, and a clip is always computed as if it were
   *     alone, without padding.
   * @param origin where it stands, for messages
   */
  public static Wav2Vec2Config parse(JsonNode config, JsonNode preprocessor, Object origin) {
    String type = new ConfigKeys(config, origin).text("model_type");
    if (type.equals(STATISTICS_TYPE)) {
      ConfigKeys keys = new ConfigKeys(config, origin);
      return statistics(keys.integer("hidden_size"), keys.number("hidden_dropout"));
    }
    boolean logMel = type.equals(LOG_MEL_TYPE);
    ConfigKeys keys =
        new ConfigKeys(logMel ? config : TransformersDefaults.complete(config), origin);
    Family family = logMel ? new Family.Plain() : family(type, keys);
    keys.expect("hidden_act", "gelu");
    keys.expect("feat_extract_activation", "gelu");
    requireNoAdapters(config, keys.flag("do_stable_layer_norm"), origin);
    return new Wav2Vec2Config(
        family,
        logMel
            ? new LogMel(keys.integer("num_mel_bins"), keys.integer("stride"), melNorm(config))
            : convolutional(keys),
        normalizes(preprocessor, origin) && !logMel,
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

  private static Family family(String type, ConfigKeys keys) {
    return switch (type) {
      case Family.Plain.MODEL_TYPE -> new Family.Plain();
      case Family.Hubert.MODEL_TYPE ->
          new Family.Hubert(keys.flag("feat_proj_layer_norm"), keys.flag("conv_pos_batch_norm"));
      case Family.WavLm.MODEL_TYPE ->
          new Family.WavLm(keys.integer("num_buckets"), keys.integer("max_bucket_distance"));
      default ->
          throw new InvalidInputException(
              "Expected model_type %s, %s, %s or %s in %s, found '%s': this encoder is not supported."
                  .formatted(
                      Family.Plain.MODEL_TYPE,
                      Family.Hubert.MODEL_TYPE,
                      Family.WavLm.MODEL_TYPE,
                      LOG_MEL_TYPE,
                      keys.origin(),
                      type));
    };
  }

  private static Convolutional convolutional(ConfigKeys keys) {
    String norm = keys.text("feat_extract_norm");
    return new Convolutional(
        keys.integers("conv_dim"),
        keys.integers("conv_kernel"),
        keys.integers("conv_stride"),
        keys.flag("conv_bias"),
        switch (norm) {
          case "group" -> ConvolutionNorm.GROUP;
          case "layer" -> ConvolutionNorm.LAYER;
          default ->
              throw new InvalidInputException(
                  "Expected feat_extract_norm = group or layer in %s, found '%s'."
                      .formatted(keys.origin(), norm));
        });
  }

  private static void requireNoAdapters(JsonNode config, boolean preNorm, Object origin) {
    if (config.path("add_adapter").asBoolean(false)) {
      throw new InvalidInputException(
          "Expected an encoder without the adapter head (add_adapter), found one in "
              + origin
              + ".");
    }
    // Transformers builds these adapters into pre-norm layers alone.
    if (preNorm && config.hasNonNull("adapter_attn_dim")) {
      throw new InvalidInputException(
          "Expected an encoder without language adapters (adapter_attn_dim), found some in "
              + origin
              + ": take the checkpoint that was pretrained without them.");
    }
  }

  private static boolean normalizes(JsonNode preprocessor, Object origin) {
    String where = "the feature extractor's settings beside " + origin;
    ConfigKeys keys = new ConfigKeys(preprocessor, where);
    keys.expect("feature_extractor_type", EXTRACTOR_TYPE);
    int rate = Waveform.MODEL_SAMPLE_RATE;
    if (preprocessor.has("sampling_rate") && keys.integer("sampling_rate") != rate) {
      throw new InvalidInputException(
          "Expected sampling_rate = %d in %s, found %d: this encoder hears audio of another rate than Emoglot reads."
              .formatted(rate, where, keys.integer("sampling_rate")));
    }
    return !preprocessor.has("do_normalize") || keys.flag("do_normalize");
  }

  /** Writes what {@link #parse} reads from config.json. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (featureEncoder instanceof Statistics) {
      json.put("model_type", STATISTICS_TYPE);
      json.put("hidden_size", width);
      json.put("num_hidden_layers", layers);
      json.put("hidden_dropout", dropout);
      return json;
    }
    if (featureEncoder instanceof Convolutional conv) {
      json.put("model_type", family.modelType());
      json.put("architectures", List.of(family.architecture()));
      json.putAll(new TreeMap<>(family.toJson()));
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
      json.put(MEL_NORM, logMel.norm().text());
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
    json.put("sampling_rate", Waveform.MODEL_SAMPLE_RATE);
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
}
