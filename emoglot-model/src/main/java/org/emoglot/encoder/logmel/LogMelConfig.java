package org.emoglot.encoder.logmel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LayeredEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.context.Positions;
import org.emoglot.tensor.Parameters;

/**
 * The layout of a transformer over log-mel energies of normalised clips, several frames side by
 * side.
 *
 * @param melBins mel bands
 * @param stride consecutive 10 ms frames that make one frame of the transformer
 * @param norm over what they are normalised
 * @param context the layers above them
 */
public record LogMelConfig(int melBins, int stride, MelNorm norm, ContextConfig context)
    implements EncoderConfig {

  private static final String MEL_NORM = "mel_norm";

  public LogMelConfig {
    if (melBins < 1 || stride < 1) {
      throw new InvalidInputException(
          "Expected positive num_mel_bins and stride, found " + melBins + " and " + stride + ".");
    }
  }

  /** Every key must be there but the norm, which earlier folders do not say: they knew one kind. */
  static LogMelConfig read(JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(config, origin);
    FeatureExtractor.requireRate(preprocessor, origin);
    ContextConfig context = ContextConfig.read(keys);
    return new LogMelConfig(
        keys.integer("num_mel_bins"),
        keys.integer("stride"),
        MelNorm.of(config.path(MEL_NORM).asText(MelNorm.BAND.text())),
        context);
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
    // Energies are normalised over the clip; a norm over the bands would take the loudness away.
    return new LayeredEncoder(
        this,
        new LogMelFeatures(this)::of,
        new ContextNetwork(context, channels(), false, Positions.convolution(), parameters));
  }

  @Override
  public NameScheme names() {
    return ContextNetwork.NAMES;
  }

  @Override
  public Weights view(Weights file, String start) {
    return ContextNetwork.unfolded(file, start);
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", LogMelFamily.MODEL_TYPE);
    json.put("num_mel_bins", melBins);
    json.put("stride", stride);
    json.put(MEL_NORM, norm.text());
    json.putAll(context.toJson());
    return json;
  }
}
