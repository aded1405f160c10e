package org.emoglot.audio;

import java.util.List;

/**
 * Audio that is being decoded, block by block and unchanged: all channels, the rate of the file, no
 * check of the samples. What is held in memory is bounded by a block. To be used by one thread.
 */
public interface AudioStream extends AutoCloseable {

  /** A clip that is decoded already, for a decoder of files that are never long. */
  static AudioStream of(AudioClip clip) {
    return new DecodedStream(clip);
  }

  /** Frames per second, positive. */
  int sampleRate();

  /** Number of channels, at least 1. */
  int channels();

  /**
   * The next samples.
   *
   * @return amplitudes (channels, n), full scale at [-1, 1]; n is 0 at the end of the audio, and
   *     only there; not kept by the stream
   * @throws org.emoglot.InvalidInputException if it cannot be decoded any further
   */
  float[][] next();

  /** Sentences that say what in the file was not as announced; whole at the end of the audio. */
  List<String> warnings();

  @Override
  void close();
}
