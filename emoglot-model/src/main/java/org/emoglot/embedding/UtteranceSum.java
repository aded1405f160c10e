package org.emoglot.embedding;

import org.emoglot.adapt.Pooling;

/**
 * The utterance of a clip from those of its windows: what pooling all frames at once would give.
 * For an attentive pooling, whose weights are relative within a window, it is the mean of the
 * windows.
 */
final class UtteranceSum {

  private final int frames;
  private final float[] values;
  private final double[] squares; // of the frames' values; empty without deviations

  /**
   * @param width values of an utterance
   * @param frames in all windows
   */
  UtteranceSum(int width, Pooling pooling, int frames) {
    this.frames = frames;
    values = new float[width];
    squares = new double[width - width / pooling.statistics()];
  }

  /** Adds a window. */
  void add(Embedding window) {
    float share = (float) window.frames() / frames;
    int means = values.length - squares.length;
    for (int d = 0; d < means; d++) {
      values[d] += share * window.values()[d];
    }
    for (int d = 0; d < squares.length; d++) {
      double mean = window.values()[d];
      double deviation = window.values()[means + d];
      squares[d] += (double) window.frames() / frames * (mean * mean + deviation * deviation);
    }
  }

  /** The utterance, once all windows have been added. */
  float[] values() {
    int means = values.length - squares.length;
    for (int d = 0; d < squares.length; d++) {
      double mean = values[d];
      values[means + d] = (float) Math.sqrt(Math.max(0, squares[d] - mean * mean));
    }
    return values;
  }
}
