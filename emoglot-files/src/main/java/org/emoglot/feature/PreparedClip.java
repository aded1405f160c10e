package org.emoglot.feature;

import java.util.Arrays;

/** What the frozen part of an encoder made of one clip: T frames of C values, not to be changed. */
public interface PreparedClip {

  /** T, at least 1. */
  int frames();

  /** C, values per frame. */
  int channels();

  /**
   * A copy of some frames; reads nothing else.
   *
   * @param from first frame
   * @param to frame after the last, at most {@link #frames()}
   * @return (to - from) times C values, frame by frame
   */
  float[] copy(int from, int to);

  /** A copy of all frames. */
  default float[] copy() {
    return copy(0, frames());
  }

  /** T times C. */
  default long values() {
    return (long) frames() * channels();
  }

  /**
   * A clip in memory.
   *
   * @param values T times C values, frame by frame; not copied
   * @param channels C
   */
  static PreparedClip of(float[] values, int channels) {
    if (channels < 1 || values.length == 0 || values.length % channels != 0) {
      throw new IllegalArgumentException(
          "Expected whole frames of %d channels, found %d values."
              .formatted(channels, values.length));
    }
    return new PreparedClip() {
      @Override
      public int frames() {
        return values.length / channels;
      }

      @Override
      public int channels() {
        return channels;
      }

      @Override
      public float[] copy(int from, int to) {
        return Arrays.copyOfRange(values, from * channels, to * channels);
      }
    };
  }
}
