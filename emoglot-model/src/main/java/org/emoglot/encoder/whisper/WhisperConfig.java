package org.emoglot.encoder.whisper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.WhisperSpectrum;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.TransformerSpec;
import org.emoglot.tensor.Parameters;

/**
 * The layout of a Whisper encoder, as {@code config.json} of a Hugging Face folder describes it.
 *
 * @param bands of the log-mel energies ({@code num_mel_bins}): 80, or 128 from large-v3 on
 * @param width D ({@code d_model})
 * @param layers transformer layers L ({@code encoder_layers})
 * @param heads attention heads; divides the width
 * @param feedForwardWidth width inside the feed-forward block
 * @param positions P of a window ({@code max_source_positions}), 20 ms each: 1500 are 30 s
 * @param dropout probability of dropping a channel of a residual branch, in layers that are trained
 * @param hearing whether a shorter clip is padded to a window
 */
public record WhisperConfig(
    int bands,
    int width,
    int layers,
    int heads,
    int feedForwardWidth,
    int positions,
    double dropout,
    Hearing hearing)
    implements EncoderConfig {

  private static final String EXTRACTOR_TYPE = "WhisperFeatureExtractor";
  private static final String HEARING = "hearing";

  /** Frames of features in a frame of a hidden state: the stride of the second convolution. */
  public static final int STRIDE = 2;

  private static final double EPSILON = 1e-5; // PyTorch's; no configuration changes it
  private static final int MOST_BANDS = WhisperSpectrum.FRAME_SAMPLES / 2;

  private static final NameScheme NAMES =
      new NameScheme(
          List.of("model.encoder.", "encoder."),
          Map.of(),
          Set.of(),
          List.of("conv1.", "conv2.", "embed_positions.", "layers.", "layer_norm."),
          Set.of(),
          "conv1.weight");

  private static final TransformerSpec.Names LAYER =
      new TransformerSpec.Names(
          "self_attn", "self_attn_layer_norm", "fc1", "fc2", "final_layer_norm");

  public WhisperConfig {
    if (width < 1 || heads < 1 || width % heads != 0 || layers < 1 || feedForwardWidth < 1) {
      throw new InvalidInputException(
          "Expected positive sizes and a d_model that encoder_attention_heads divides, found d_model %d, %d layers, %d heads, encoder_ffn_dim %d."
              .formatted(width, layers, heads, feedForwardWidth));
    }
    if (bands < 1 || bands > MOST_BANDS || positions < 1 || positions > 1_000_000) {
      throw new InvalidInputException(
          "Expected num_mel_bins from 1 to %d and max_source_positions from 1 to 1000000, found %d and %d."
              .formatted(MOST_BANDS, bands, positions));
    }
  }

  /** A key that is absent has the default of transformers' {@code WhisperConfig}. */
  static WhisperConfig read(JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(config, origin);
    keys.expect("activation_function", "gelu");
    int bands = keys.integer("num_mel_bins", 80);
    FeatureExtractor.requireType(EXTRACTOR_TYPE, preprocessor, origin);
    FeatureExtractor.normalizes(preprocessor, origin); // refuses another rate
    ConfigKeys extractor = FeatureExtractor.keys(preprocessor, origin);
    extractor.expect("feature_size", String.valueOf(bands));
    extractor.expect("n_fft", String.valueOf(WhisperSpectrum.FRAME_SAMPLES));
    extractor.expect("hop_length", String.valueOf(WhisperSpectrum.HOP_SAMPLES));
    return new WhisperConfig(
        bands,
        keys.integer("d_model", 384),
        keys.integer("encoder_layers", 4),
        keys.integer("encoder_attention_heads", 6),
        keys.integer("encoder_ffn_dim", 1536),
        keys.integer("max_source_positions", 1500),
        config.hasNonNull("dropout") ? keys.number("dropout") : 0,
        config.hasNonNull(HEARING) ? Hearing.of(keys.text(HEARING)) : Hearing.VALID);
  }

  @Override
  public WhisperConfig with(Hearing other) {
    return new WhisperConfig(
        bands, width, layers, heads, feedForwardWidth, positions, dropout, other);
  }

  @Override
  public int channels() {
    return bands;
  }

  /** Frames of features in a window. */
  int windowFrames() {
    return positions * STRIDE;
  }

  /** Samples of a window. */
  public int windowSamples() {
    return windowFrames() * WhisperSpectrum.HOP_SAMPLES;
  }

  @Override
  public int frames(int samples) {
    return switch (hearing) {
      case VALID -> WhisperSpectrum.frames(samples);
      case PADDED -> windows(samples) * windowFrames();
    };
  }

  /** Windows that a clip takes. */
  int windows(int samples) {
    return (int) (((long) samples + windowSamples() - 1) / windowSamples());
  }

  @Override
  public int melFrames() {
    return 1;
  }

  @Override
  public int stateFrames(int samples) {
    return WindowPieces.states(frames(samples), STRIDE);
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    return new WhisperEncoder(this, parameters);
  }

  @Override
  public Weights view(Weights file, String start) {
    return PublishedNames.view(file, start);
  }

  @Override
  public NameScheme names() {
    return NAMES;
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", WhisperFamily.MODEL_TYPE);
    json.put("architectures", List.of("WhisperEncoder"));
    json.put("activation_function", "gelu");
    json.put("num_mel_bins", bands);
    json.put("d_model", width);
    json.put("encoder_layers", layers);
    json.put("encoder_attention_heads", heads);
    json.put("encoder_ffn_dim", feedForwardWidth);
    json.put("max_source_positions", positions);
    json.put("dropout", dropout);
    json.put(HEARING, hearing.id());
    return json;
  }

  @Override
  public Map<String, Object> preprocessorJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("feature_extractor_type", EXTRACTOR_TYPE);
    json.put("feature_size", bands);
    json.put("sampling_rate", Waveform.MODEL_SAMPLE_RATE);
    json.put("hop_length", WhisperSpectrum.HOP_SAMPLES);
    json.put("n_fft", WhisperSpectrum.FRAME_SAMPLES);
    json.put("chunk_length", windowSamples() / Waveform.MODEL_SAMPLE_RATE);
    json.put("padding_value", 0.0);
    return json;
  }

  /** The form of its layers. */
  public TransformerSpec layer() {
    return new TransformerSpec(
        width, heads, feedForwardWidth, true, EPSILON, dropout, false, LAYER);
  }

  /** Epsilon of its norms. */
  public double epsilon() {
    return EPSILON;
  }
}
