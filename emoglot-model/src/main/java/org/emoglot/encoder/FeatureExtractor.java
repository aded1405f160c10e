package org.emoglot.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;

/**
 * Prepares samples as the checkpoint expects them: mean 0 and variance 1 per clip, where it says
 * so.
 */
public record FeatureExtractor(EncoderConfig config) {

  /** What transformers call the extractor of encoders that hear samples. */
  public static final String SAMPLES = "Wav2Vec2FeatureExtractor";

  /**
   * Samples for the feature encoder. A clip too short for one frame is padded with zeros to one.
   *
   * @throws InvalidInputException if the waveform has another rate than 16 kHz
   */
  public float[] extract(Waveform waveform) {
    if (waveform.sampleRate() != Waveform.MODEL_SAMPLE_RATE) {
      throw new InvalidInputException(
          "Expected audio at %d Hz, found %d Hz: read it through AudioReader, which resamples."
              .formatted(Waveform.MODEL_SAMPLE_RATE, waveform.sampleRate()));
    }
    float[] samples = waveform.samples();
    float[] prepared = new float[Math.max(samples.length, config.minimumSamples())];
    if (!config.normalizeInput()) {
      System.arraycopy(samples, 0, prepared, 0, samples.length);
      return prepared;
    }
    double mean = 0;
    for (float sample : samples) {
      mean += sample;
    }
    mean /= samples.length;
    double variance = 0;
    for (float sample : samples) {
      variance += (sample - mean) * (sample - mean);
    }
    variance /= samples.length;
    double scale = 1 / Math.sqrt(variance + config.varianceFloor());
    for (int i = 0; i < samples.length; i++) {
      prepared[i] = (float) ((samples[i] - mean) * scale);
    }
    return prepared;
  }

  /**
   * Whether the settings of the extractor require normalised samples; by default they do.
   *
   * @param preprocessor as {@link EncoderFolder#readPreprocessor} gives it
   * @param origin the config.json beside it, for messages
   * @throws InvalidInputException if they want audio of another rate than we read
   */
  public static boolean normalizes(JsonNode preprocessor, Object origin) {
    requireRate(preprocessor, origin);
    return !preprocessor.has("do_normalize") || keys(preprocessor, origin).flag("do_normalize");
  }

  /** Refuses settings that want audio of another rate than we read. */
  public static void requireRate(JsonNode preprocessor, Object origin) {
    ConfigKeys keys = keys(preprocessor, origin);
    int rate = Waveform.MODEL_SAMPLE_RATE;
    if (preprocessor.has("sampling_rate") && keys.integer("sampling_rate") != rate) {
      throw new InvalidInputException(
          "Expected sampling_rate = %d in %s, found %d: this encoder needs another sampling rate than Emoglot's."
              .formatted(rate, keys.origin(), keys.integer("sampling_rate")));
    }
  }

  /** Refuses the settings of another kind of extractor; by default they are of this one. */
  public static void requireType(String type, JsonNode preprocessor, Object origin) {
    keys(preprocessor, origin).expect("feature_extractor_type", type);
  }

  /** The extractor's settings, with where they stand. */
  public static ConfigKeys keys(JsonNode preprocessor, Object origin) {
    return new ConfigKeys(preprocessor, "the settings of the feature extractor beside " + origin);
  }
}
