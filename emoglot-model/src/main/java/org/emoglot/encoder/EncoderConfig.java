package org.emoglot.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Weights;
import org.emoglot.tensor.Parameters;

/** The layout of an encoder: a value that says all that is needed to build it. */
public interface EncoderConfig {

  /** Values D of a frame of a hidden state. */
  int width();

  /** Layers L; there are L + 1 hidden states. */
  int layers();

  /** Values C of a frame of the features. */
  int channels();

  /** Frames of features that {@code samples} samples give; 0 where the clip is too short. */
  int frames(int samples);

  /** Whether the features are computed with parameters, which training can change. */
  default boolean learnsFeatures() {
    return false;
  }

  /**
   * Log-mel frames that lie side by side in a frame of features, each of as many bands as that
   * leaves; 0 where features are something else.
   */
  default int melFrames() {
    return 0;
  }

  /** Where a frame of features, being a whole clip, holds the clip's long-term spectrum. */
  default Bands spectrum() {
    return Bands.NONE;
  }

  /** Whether each clip is brought to mean 0 and variance 1 before it is heard. */
  default boolean normalizeInput() {
    return false;
  }

  /**
   * Frames of features per second; 0 where a clip is one frame however long it is, and so cannot be
   * cut.
   */
  default double framesPerSecond() {
    int second = Waveform.MODEL_SAMPLE_RATE;
    return (frames(11 * second) - frames(second)) / 10.0;
  }

  /** The shortest clip that gives one frame, in samples. */
  default int minimumSamples() {
    int samples = 1;
    while (frames(samples) < 1) {
      samples++;
    }
    return samples;
  }

  /**
   * Builds the encoder.
   *
   * @param parameters where its parameters are taken from
   */
  SpeechEncoder build(Parameters parameters);

  /** How checkpoints name its parameters. */
  NameScheme names();

  /**
   * A checkpoint as the layout's parameters want it, where older ones hold the same in another
   * form.
   *
   * @param start what stands before the encoder's names in it
   */
  default Weights view(Weights file, String start) {
    return file;
  }

  /** What {@link EncoderFamily#parse} reads from config.json. */
  Map<String, Object> toJson();

  /** The content of preprocessor_config.json. */
  default Map<String, Object> preprocessorJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("do_normalize", normalizeInput());
    json.put("sampling_rate", Waveform.MODEL_SAMPLE_RATE);
    json.put("feature_size", 1);
    json.put("padding_value", 0.0);
    return json;
  }
}
