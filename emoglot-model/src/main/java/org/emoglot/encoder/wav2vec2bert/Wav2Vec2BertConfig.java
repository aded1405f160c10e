package org.emoglot.encoder.wav2vec2bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.acoustic.StackedMelSpectrum;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LayeredEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.conformer.ConformerConfig;
import org.emoglot.encoder.conformer.ConformerNetwork;
import org.emoglot.io.Json;
import org.emoglot.tensor.Parameters;

/**
 * The layout of w2v-BERT 2.0.
 *
 * @param melBins mel bands
 * @param stride consecutive 10 ms frames that make one frame of features
 * @param network what stands above them
 */
public record Wav2Vec2BertConfig(int melBins, int stride, ConformerConfig network)
    implements EncoderConfig {

  private static final String EXTRACTOR = "SeamlessM4TFeatureExtractor";
  private static final String BINS = "num_mel_bins";
  private static final String STRIDE = "stride";
  private static final String CHANNELS = "feature_projection_input_dim";

  /** Those of transformers' {@code Wav2Vec2BertConfig} (5.5), which are those of the checkpoint. */
  private static final JsonNode DEFAULTS =
      Json.mapper()
          .valueToTree(
              Map.ofEntries(
                  Map.entry("hidden_size", 1024),
                  Map.entry("num_hidden_layers", 24),
                  Map.entry("num_attention_heads", 16),
                  Map.entry("intermediate_size", 4096),
                  Map.entry(CHANNELS, 160),
                  Map.entry("hidden_act", "swish"),
                  Map.entry("hidden_dropout", 0.0),
                  Map.entry("layer_norm_eps", 1e-5),
                  Map.entry("position_embeddings_type", "relative_key"),
                  Map.entry("rotary_embedding_base", 10_000),
                  Map.entry("left_max_position_embeddings", 64),
                  Map.entry("right_max_position_embeddings", 8),
                  Map.entry("conv_depthwise_kernel_size", 31)));

  public Wav2Vec2BertConfig {
    if (melBins < 1 || stride < 1) {
      throw new InvalidInputException(
          "Expected positive %s and %s, found %d and %d.".formatted(BINS, STRIDE, melBins, stride));
    }
  }

  /** Reads a configuration in Hugging Face's keys; one that is absent has transformers' default. */
  static Wav2Vec2BertConfig read(JsonNode config, JsonNode preprocessor, Object origin) {
    ObjectNode complete = DEFAULTS.deepCopy();
    config.fields().forEachRemaining(entry -> complete.set(entry.getKey(), entry.getValue()));
    ConfigKeys keys = new ConfigKeys(complete, origin);
    keys.expectNone("add_adapter", "the adapter head");
    keys.expectNone(
        "use_intermediate_ffn_before_adapter", "a feed-forward block behind its layers");
    FeatureExtractor.requireType(EXTRACTOR, preprocessor, origin);
    FeatureExtractor.requireRate(preprocessor, origin);
    ConfigKeys extractor =
        new ConfigKeys(preprocessor, "the feature extractor's settings beside " + origin);
    int bins = preprocessor.has(BINS) ? extractor.integer(BINS) : 80;
    int stride = preprocessor.has(STRIDE) ? extractor.integer(STRIDE) : 2;
    if (keys.integer(CHANNELS) != bins * stride) {
      throw new InvalidInputException(
          "Expected %s = %s times %s in %s, found %d and %d times %d: take config.json and preprocessor_config.json of one checkpoint."
              .formatted(CHANNELS, BINS, STRIDE, origin, keys.integer(CHANNELS), bins, stride));
    }
    return new Wav2Vec2BertConfig(
        bins, stride, ConformerConfig.read(keys, true, keys.number("layer_norm_eps")));
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
  public int channels() {
    return melBins * stride;
  }

  @Override
  public int frames(int samples) {
    return MelSpectrum.frames(samples) / stride;
  }

  @Override
  public int melFrames() {
    return stride;
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    StackedMelSpectrum spectrum = new StackedMelSpectrum(melBins, stride, true);
    return new LayeredEncoder(
        this,
        samples -> samples.eachClip(spectrum::of, channels()),
        new ConformerNetwork(network, channels(), false, parameters));
  }

  @Override
  public NameScheme names() {
    return ConformerNetwork.names(network, Wav2Vec2BertFamily.MODEL_TYPE);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", Wav2Vec2BertFamily.MODEL_TYPE);
    json.put("architectures", List.of("Wav2Vec2BertModel"));
    json.put(CHANNELS, channels());
    json.putAll(network.toJson());
    return json;
  }

  @Override
  public Map<String, Object> preprocessorJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("feature_extractor_type", EXTRACTOR);
    json.put("feature_size", melBins);
    json.put(BINS, melBins);
    json.put("padding_value", 1);
    json.put("sampling_rate", Waveform.MODEL_SAMPLE_RATE);
    json.put(STRIDE, stride);
    return json;
  }
}
