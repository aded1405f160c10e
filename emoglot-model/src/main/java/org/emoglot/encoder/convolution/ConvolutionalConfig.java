package org.emoglot.encoder.convolution;

import org.emoglot.encoder.EncoderConfig;

/** The layout of an encoder whose features come from convolutions over the samples. */
public interface ConvolutionalConfig extends EncoderConfig {

  /** The convolutions. */
  Convolutions convolutions();

  @Override
  default int channels() {
    return convolutions().channels();
  }

  @Override
  default int frames(int samples) {
    return convolutions().frames(samples);
  }

  @Override
  default boolean learnsFeatures() {
    return true;
  }
}
