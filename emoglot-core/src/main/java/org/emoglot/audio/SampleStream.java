package org.emoglot.audio;

/**
 * Mono audio at {@link Waveform#MODEL_SAMPLE_RATE} of any length, block by block. To be used by one
 * thread.
 */
public interface SampleStream extends AutoCloseable {

  /**
   * The next samples.
   *
   * @return none at the end of the audio, and only there
   * @throws org.emoglot.InvalidInputException if it cannot be decoded, holds no samples at all, or
   *     samples that are not finite
   */
  float[] next();

  @Override
  void close();

  /** What is in memory already. */
  static SampleStream of(Waveform waveform) {
    return new SampleStream() {
      private float[] left = waveform.samples();

      @Override
      public float[] next() {
        float[] block = left;
        left = new float[0];
        return block;
      }

      @Override
      public void close() {}
    };
  }
}
