package org.emoglot.encoder.statistics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.encoder.Bands;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.tensor.Parameters;

/**
 * The layout of an encoder of utterance statistics.
 *
 * @param width of the projection, D
 * @param dropout probability of dropping one of its channels in training
 */
public record UtteranceStatisticsConfig(int width, double dropout) implements EncoderConfig {

  public UtteranceStatisticsConfig {
    if (width < 1) {
      throw new InvalidInputException(
          "Expected a positive hidden_size, found %d.".formatted(width));
    }
  }

  @Override
  public int layers() {
    return 0;
  }

  @Override
  public int channels() {
    return UtteranceStatistics.COUNT;
  }

  @Override
  public int frames(int samples) {
    return Math.min(1, MelSpectrum.frames(samples));
  }

  @Override
  public Bands spectrum() {
    return new Bands(UtteranceStatistics.SPECTRUM, UtteranceStatistics.SPECTRUM_BANDS);
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    return new UtteranceStatisticsEncoder(this, parameters);
  }

  @Override
  public NameScheme names() {
    return UtteranceStatisticsEncoder.NAMES;
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", UtteranceStatisticsFamily.MODEL_TYPE);
    json.put("hidden_size", width);
    json.put("num_hidden_layers", layers());
    json.put("hidden_dropout", dropout);
    return json;
  }
}
