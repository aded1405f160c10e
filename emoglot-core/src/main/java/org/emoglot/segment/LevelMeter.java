package org.emoglot.segment;

import java.util.function.DoubleConsumer;

/** The level of every frame of a recording, in decibels of full scale, as the recording comes. */
final class LevelMeter {

  /** Two periods of a low voice. */
  private static final double FRAME_SECONDS = 0.02;

  /** The level of digital silence; finite, so that levels can be added. */
  private static final double SILENCE_DECIBELS = -120;

  private final DoubleConsumer levels;
  private final float[] frame;
  private int filled;

  /**
   * @param levels receives the level of each frame, once
   */
  LevelMeter(int sampleRate, DoubleConsumer levels) {
    this.levels = levels;
    this.frame = new float[Math.max(1, (int) (sampleRate * FRAME_SECONDS))];
  }

  /** Samples in a frame; the last of a recording may be shorter. */
  int frameSamples() {
    return frame.length;
  }

  void next(float[] samples) {
    int at = 0;
    while (at < samples.length) {
      int count = Math.min(frame.length - filled, samples.length - at);
      System.arraycopy(samples, at, frame, filled, count);
      filled += count;
      at += count;
      if (filled == frame.length) {
        end();
      }
    }
  }

  /** Closes the frame that has begun, if there is one. */
  void end() {
    if (filled > 0) {
      double variance = variance();
      levels.accept(
          variance > 0 ? Math.max(SILENCE_DECIBELS, 10 * Math.log10(variance)) : SILENCE_DECIBELS);
      filled = 0;
    }
  }

  /** About the frame's mean: an offset of the microphone makes no sound. */
  private double variance() {
    double mean = 0;
    for (int i = 0; i < filled; i++) {
      mean += (double) frame[i] / filled;
    }
    double variance = 0;
    for (int i = 0; i < filled; i++) {
      variance += (frame[i] - mean) * (frame[i] - mean) / filled;
    }
    return variance;
  }
}
