package org.emoglot.wav2vec2;

/** From samples to the frames on which the transformer works. */
public sealed interface FeatureEncoder
    permits ConvolutionalFeatureEncoder, LogMelFeatureEncoder, StatisticsFeatureEncoder {

  /**
   * Encodes a batch.
   *
   * @param samples shape (ΣN, 1)
   * @return shape (ΣT, C), T as {@link FeatureEncoderConfig#frames} says
   */
  Frames forward(Frames samples);
}
