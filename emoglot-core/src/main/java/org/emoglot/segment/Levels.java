package org.emoglot.segment;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The levels of a recording's frames, of which the oldest are forgotten, and the noise around each:
 * the level of the quietest frame at most {@code radius} frames away. Frames count from the
 * recording's start.
 */
final class Levels {

  private final int radius;
  private double[] decibels = new double[64];

  /** The first frame in {@link #decibels}. */
  private long first;

  private long frames;

  /** Frames of the window that can still be its quietest, from left to right ever louder. */
  private final Deque<Long> rising = new ArrayDeque<>();

  /** The next frame that comes into the window. */
  private long entering;

  Levels(int radius) {
    this.radius = radius;
  }

  void add(double level) {
    int at = (int) (frames - first);
    if (at == decibels.length) {
      decibels = Arrays.copyOf(decibels, 2 * at);
    }
    decibels[at] = level;
    frames++;
  }

  /** Frames so far. */
  long frames() {
    return frames;
  }

  double level(long frame) {
    return decibels[(int) (frame - first)];
  }

  /** The noise around a frame, to be asked of each in order. */
  double floor(long frame) {
    for (; entering < frames && entering <= frame + radius; entering++) {
      while (!rising.isEmpty() && level(rising.getLast()) >= level(entering)) {
        rising.removeLast();
      }
      rising.addLast(entering);
    }
    while (rising.getFirst() < frame - radius) {
      rising.removeFirst();
    }
    return level(rising.getFirst());
  }

  /** Whether all frames around a frame are known. */
  boolean surrounded(long frame) {
    return frame + radius < frames;
  }

  /** The first of the quietest frames in [from, to). */
  long quietest(long from, long to) {
    long best = from;
    for (long frame = from + 1; frame < to; frame++) {
      if (level(frame) < level(best)) {
        best = frame;
      }
    }
    return best;
  }

  /** Forgets frames that are before the given one and outside the window. */
  void forget(long before) {
    long window = rising.isEmpty() ? before : rising.getFirst();
    int passed = (int) (Math.min(before, window) - first);
    if (passed > decibels.length / 2) { // else there is little to win
      int kept = (int) (frames - first) - passed;
      System.arraycopy(decibels, passed, decibels, 0, kept);
      first += passed;
    }
  }
}
