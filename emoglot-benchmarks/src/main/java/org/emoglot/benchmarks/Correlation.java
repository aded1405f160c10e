package org.emoglot.benchmarks;

/** Whether two recordings hold the same audio, to the sample: a check of what fingerprints say. */
final class Correlation {

  /** 0.15 s at 16 kHz. */
  private static final int PIECE = 2_400;

  private static final int PIECES = 8;
  private static final double SILENCE = 1e-4;

  private Correlation() {}

  /**
   * The highest correlation, in [0, 1], of one of eight pieces of the first recording with any
   * stretch of the second; the sign does not matter. Above 0.95 only where it is the same audio.
   */
  static double highest(float[] first, float[] second) {
    double highest = 0;
    for (int piece = 1; piece <= PIECES; piece++) {
      int at = (int) ((long) (first.length - PIECE) * piece / (PIECES + 1));
      if (at >= 0) {
        highest = Math.max(highest, highest(first, at, second));
      }
    }
    return highest;
  }

  private static double highest(float[] first, int at, float[] second) {
    double energy = energy(first, at);
    double highest = 0;
    double other = second.length < PIECE ? 0 : energy(second, 0);
    for (int offset = 0; offset + PIECE < second.length; offset++) {
      if (energy > SILENCE && other > SILENCE) {
        float product = 0;
        for (int i = 0; i < PIECE; i++) {
          product += first[at + i] * second[offset + i];
        }
        highest = Math.max(highest, Math.abs(product) / Math.sqrt(energy * other));
      }
      other += second[offset + PIECE] * second[offset + PIECE] - second[offset] * second[offset];
    }
    return highest;
  }

  private static double energy(float[] samples, int from) {
    double energy = 0;
    for (int i = from; i < from + PIECE; i++) {
      energy += samples[i] * samples[i];
    }
    return energy;
  }
}
