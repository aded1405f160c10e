package org.emoglot.augment;

/** Levels of signals. */
final class Levels {

  private Levels() {}

  /** The factor on amplitudes that so many decibels are. */
  static double amplitude(double decibels) {
    return Math.pow(10, decibels / 20);
  }

  /** The mean square of samples; 0 for none. */
  static double power(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return samples.length == 0 ? 0 : sum / samples.length;
  }
}
