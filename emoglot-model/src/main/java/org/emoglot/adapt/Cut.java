package org.emoglot.adapt;

import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.SpeechEncoder;

/** The boundary of the two halves of an {@link AdaptedEncoder}: below it nothing is trained. */
enum Cut {
  /** Everything is trained, the feature encoder as well. */
  SAMPLES,
  /** The output of the feature encoder. */
  FEATURES,
  /** The hidden state below the lowest layer that is adapted. */
  LAYER,
  /** Nothing is adapted: the embedding itself, as one frame. */
  POOLED;

  /**
   * The cut of an encoder for an adaptation.
   *
   * @throws InvalidInputException if the encoder has no layers to put something into, or not as
   *     many as are to stay frozen
   */
  static Cut of(SpeechEncoder encoder, AdaptationConfig config) {
    boolean mix = config.layer().equals("mix"); // which needs the states of all layers
    if (config.kind() == Kind.NONE) {
      return mix ? FEATURES : POOLED;
    }
    if (config.kind() == Kind.PEFT && encoder.sites().isEmpty()) {
      throw new InvalidInputException(
          "Expected an encoder with layers for --adapt peft, found one without: choose --adapt"
              + " full.");
    }
    int layers = encoder.config().layers();
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
    return config.lowestLayer() > 0 && !mix ? LAYER : FEATURES;
  }
}
