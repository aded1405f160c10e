package org.emoglot.encoder.toy;

import java.util.List;
import java.util.Map;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.NameScheme;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.tensor.Parameters;

/** A layout of toys. */
public record ToyConfig(int width, int layers) implements EncoderConfig {

  static final int SAMPLES = 160;
  static final int CHANNELS = 2;

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int frames(int samples) {
    return samples / SAMPLES;
  }

  /** Two frames of features make one of hidden state 0. */
  @Override
  public int minimumSamples() {
    return 2 * SAMPLES;
  }

  @Override
  public SpeechEncoder build(Parameters parameters) {
    return new ToyEncoder(this, parameters);
  }

  @Override
  public NameScheme names() {
    return NameScheme.plain(List.of("pairs.", "layers.", "layer_norm."), "pairs.weight");
  }

  @Override
  public Map<String, Object> toJson() {
    return Map.of("model_type", "toy", "d_model", width, "encoder_layers", layers);
  }
}
