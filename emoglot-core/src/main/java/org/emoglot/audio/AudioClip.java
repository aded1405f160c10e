package org.emoglot.audio;

import java.util.List;

/**
 * Decoded audio, unchanged.
 *
 * @param channels amplitudes, (channels, frames), full scale at [-1, 1]; at least one channel, all
 *     of the same length, possibly empty; not copied, not to be modified
 * @param sampleRate frames per second, positive
 * @param warnings sentences that say what in the file was not as its header announces; mostly none
 */
public record AudioClip(float[][] channels, int sampleRate, List<String> warnings) {

  /**
   * The most samples that a clip may hold, over all its channels: 1 GiB of floats, which is 93
   * minutes of 48 kHz mono. A decoder refuses what is longer.
   */
  public static final int MAX_SAMPLES = 1 << 28;

  /** The lowest sample rate that a decoder accepts, in Hz. */
  public static final int MIN_SAMPLE_RATE = 2_000;

  /** The highest sample rate that a decoder accepts, in Hz. */
  public static final int MAX_SAMPLE_RATE = 768_000;

  /** The most channels that a decoder accepts. */
  public static final int MAX_CHANNELS = 64;

  public AudioClip {
    warnings = List.copyOf(warnings);
    if (sampleRate <= 0) {
      throw new IllegalArgumentException("The sample rate must be positive: " + sampleRate);
    }
    if (channels.length == 0) {
      throw new IllegalArgumentException("A clip must have at least one channel.");
    }
    for (float[] channel : channels) {
      if (channel.length != channels[0].length) {
        throw new IllegalArgumentException(
            "Channels differ in length: %d != %d.".formatted(channel.length, channels[0].length));
      }
    }
  }

  /** A clip without warnings. */
  public AudioClip(float[][] channels, int sampleRate) {
    this(channels, sampleRate, List.of());
  }

  /** Samples per channel. */
  public int frames() {
    return channels[0].length;
  }
}
