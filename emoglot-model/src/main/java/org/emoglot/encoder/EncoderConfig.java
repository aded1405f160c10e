package org.emoglot.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
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

  /** Frames of features for {@code samples} samples; 0 if the clip is too short. */
  int frames(int samples);

  /** Whether the features are computed with parameters, which training can change. */
  default boolean learnsFeatures() {
    return false;
  }

  /**
   * Log-mel frames side by side in a frame of features, each with an equal share of its bands; 0
   * for other features.
   */
  default int melFrames() {
    return 0;
  }

  /** The position of the long-term spectrum in a frame of features that represents a whole clip. */
  default Bands spectrum() {
    return Bands.NONE;
  }

  /** Whether each clip is normalised to mean 0 and variance 1. */
  default boolean normalizeInput() {
    return false;
  }

  /** What is added to the variance by which a clip is divided, so that silence stays finite. */
  default double varianceFloor() {
    return 1e-7; // of transformers' feature extractor
  }

  /**
   * Frames at the beginning of each hidden state that are no stretch of the clip, but learned
   * tokens, which layers need and nobody above them hears.
   */
  default int tokens() {
    return 0;
  }

  /**
   * Frames of features per second; 0 if clips of any length have the same number of frames, so that
   * they cannot be cut.
   */
  default double framesPerSecond() {
    int second = Waveform.MODEL_SAMPLE_RATE;
    return (frames(11 * second) - frames(second)) / 10.0;
  }

  /** Frames of a hidden state that {@code samples} samples give, if not those of the features. */
  default int stateFrames(int samples) {
    return frames(samples);
  }

  /** Frames of a hidden state per second; 0 as for {@link #framesPerSecond}. */
  default double stateFramesPerSecond() {
    int second = Waveform.MODEL_SAMPLE_RATE;
    return (stateFrames(11 * second) - stateFrames(second)) / 10.0;
  }

  /** Whether a clip has frames in time; else it is one frame, such as its statistics. */
  default boolean hasTime() {
    return frames(10 * Waveform.MODEL_SAMPLE_RATE) > 1;
  }

  /** How it hears a clip that is shorter than what it was pretrained on. */
  default Hearing hearing() {
    return Hearing.VALID;
  }

  /**
   * The same layout with another way to hear clips.
   *
   * @throws InvalidInputException if it knows no other way than {@link Hearing#VALID}
   */
  default EncoderConfig with(Hearing hearing) {
    if (hearing != Hearing.VALID) {
      throw new InvalidInputException(
          "Expected an encoder that was pretrained on windows of one length, such as Whisper, for the hearing %s, found one that hears clips as they are: leave the hearing out."
              .formatted(hearing.id()));
    }
    return this;
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
   * @param parameters the source of its parameters
   */
  SpeechEncoder build(Parameters parameters);

  /** How checkpoints name its parameters. */
  NameScheme names();

  /**
   * A checkpoint in the form of the layout, for older files with another form.
   *
   * @param start the prefix of the encoder's names in it
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
