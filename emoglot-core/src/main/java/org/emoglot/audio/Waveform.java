package org.emoglot.audio;

/**
 * Mono audio.
 *
 * @param samples amplitudes, nominally in [-1, 1]; not copied, not to be modified
 * @param sampleRate samples per second, positive
 */
public record Waveform(float[] samples, int sampleRate) {

  /** The rate at which every encoder listens, in samples per second. */
  public static final int MODEL_SAMPLE_RATE = 16_000;

  public Waveform {
    if (sampleRate <= 0) {
      throw new IllegalArgumentException("The sample rate must be positive: " + sampleRate);
    }
  }

  /** Duration in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }
}
