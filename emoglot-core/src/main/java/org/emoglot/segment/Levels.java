package org.emoglot.segment;

import java.util.ArrayDeque;
import java.util.Deque;
import org.emoglot.audio.Waveform;

/**
 * The level of every frame of a recording, in decibels of full scale.
 *
 * @param decibels one value a frame; the last frame may be shorter
 * @param frameSamples samples in a frame
 */
record Levels(double[] decibels, int frameSamples) {

  /** Two periods of a low voice. */
  private static final double FRAME_SECONDS = 0.02;

  /** The level of digital silence; finite, so that levels can be added. */
  private static final double SILENCE_DECIBELS = -120;

  static Levels of(Waveform recording) {
    float[] samples = recording.samples();
    int size = Math.max(1, (int) (recording.sampleRate() * FRAME_SECONDS));
    double[] decibels = new double[(int) (((long) samples.length + size - 1) / size)];
    for (int frame = 0; frame < decibels.length; frame++) {
      int from = frame * size;
      double variance = variance(samples, from, Math.min(samples.length - from, size));
      decibels[frame] =
          variance > 0 ? Math.max(SILENCE_DECIBELS, 10 * Math.log10(variance)) : SILENCE_DECIBELS;
    }
    return new Levels(decibels, size);
  }

  /** About the frame's mean: an offset of the microphone makes no sound. */
  private static double variance(float[] samples, int from, int count) {
    double mean = 0;
    for (int i = from; i < from + count; i++) {
      mean += (double) samples[i] / count;
    }
    double variance = 0;
    for (int i = from; i < from + count; i++) {
      variance += (samples[i] - mean) * (samples[i] - mean) / count;
    }
    return variance;
  }

  int frames() {
    return decibels.length;
  }

  /** The level of the quietest frame at most {@code radius} frames away, for every frame. */
  double[] floor(int radius) {
    double[] floor = new double[frames()];
    Deque<Integer> rising = new ArrayDeque<>(); // frames of the window that can still be quietest
    int next = 0;
    for (int frame = 0; frame < floor.length; frame++) {
      for (; next < floor.length && next <= frame + radius; next++) {
        while (!rising.isEmpty() && decibels[rising.getLast()] >= decibels[next]) {
          rising.removeLast();
        }
        rising.addLast(next);
      }
      while (rising.getFirst() < frame - radius) {
        rising.removeFirst();
      }
      floor[frame] = decibels[rising.getFirst()];
    }
    return floor;
  }

  /** The first of the quietest frames in [from, to). */
  int quietest(int from, int to) {
    int best = from;
    for (int frame = from + 1; frame < to; frame++) {
      if (decibels[frame] < decibels[best]) {
        best = frame;
      }
    }
    return best;
  }
}
