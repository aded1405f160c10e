package org.emoglot.adapt;

import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.SpeechEncoder;

/** The boundary of the two halves of an {@link AdaptedEncoder}: below it nothing is trained. */
enum Cut {
  /** Everything is trained, the feature encoder as well. */
  SAMPLES,
  /** The output of the feature encoder. */
  FEATURES,
  /** The hidden state below the lowest layer that is adapted. */
  LAYER,
  /** Nothing is adapted, but the pooling is learned: the hidden states that are pooled. */
  STATES,
  /** Nothing is adapted: the embedding itself, as one frame. */
  POOLED;

  /**
   * The cut of an encoder for an adaptation.
   *
   * @throws InvalidInputException if the encoder has no layers to put something into, or not as
   *     many as are to stay frozen
   */
  static Cut of(SpeechEncoder encoder, AdaptationConfig config) {
    int layers = encoder.config().layers();
    LayerChoice choice = LayerChoice.of(config.layer(), layers);
    if (config.kind() == Kind.NONE) {
      return choice.isMix() ? FEATURES : config.pooling() == Pooling.ATTENTIVE ? STATES : POOLED;
    }
    if (config.kind() == Kind.PEFT && encoder.sites().isEmpty()) {
      throw new InvalidInputException(
          "Expected an encoder with layers for --adapt peft, found one without: choose --adapt"
              + " full.");
    }
    if (config.lowestLayer() > 0 && config.lowestLayer() >= layers) {
      throw new InvalidInputException(
          "Expected an adaptation.lowestLayer below %d, the number of layers, found %d."
              .formatted(layers, config.lowestLayer()));
    }
    if (config.kind() == Kind.FULL
        && config.trainFeatureEncoder()
        && encoder.config().learnsFeatures()) {
      return SAMPLES;
    }
    // States below the lowest adapted layer are computed from the features.
    boolean below = choice.count() > 1 && choice.first() < config.lowestLayer();
    return config.lowestLayer() > 0 && !choice.isMix() && !below ? LAYER : FEATURES;
  }

  /** Its name, with the layers that it concerns. */
  String id(AdaptationConfig config) {
    return switch (this) {
      case SAMPLES -> "samples";
      case FEATURES -> "features";
      case LAYER -> "layer-" + config.lowestLayer();
      case STATES -> "states-" + config.layer();
      case POOLED ->
          "pooled-"
              + config.layer()
              + (config.pooling() == Pooling.MEAN ? "" : "-" + config.pooling().id());
    };
  }

  /** Frames per second of what is computed up to it; a pooled clip is one frame. */
  double framesPerSecond(EncoderConfig encoder) {
    return switch (this) {
      case SAMPLES -> Waveform.MODEL_SAMPLE_RATE;
      case FEATURES -> encoder.framesPerSecond();
      case LAYER, STATES, POOLED -> encoder.stateFramesPerSecond();
    };
  }
}
