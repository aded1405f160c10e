package org.emoglot.tensor;

/** How far computed values lie from expected ones. */
public final class Difference {

  private Difference() {}

  /** max |actual - expected|. */
  public static double max(float[] actual, float[] expected) {
    return max(widen(actual), widen(expected));
  }

  /** max |actual - expected|; NaN when any value is. */
  public static double max(double[] actual, double[] expected) {
    requireSameLength(actual, expected);
    double max = 0;
    for (int i = 0; i < actual.length; i++) {
      max = Math.max(max, Math.abs(actual[i] - expected[i]));
    }
    return max;
  }

  /** The larger of |actual - expected| / |expected| in the 2-norm and in the maximum norm. */
  public static double relative(float[] actual, float[] expected) {
    return relative(widen(actual), widen(expected));
  }

  /** The larger of |actual - expected| / |expected| in the 2-norm and in the maximum norm. */
  public static double relative(double[] actual, double[] expected) {
    requireSameLength(actual, expected);
    double error = 0;
    double size = 0;
    double maxSize = 0;
    for (int i = 0; i < actual.length; i++) {
      error += Math.pow(actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
      maxSize = Math.max(maxSize, Math.abs(expected[i]));
    }
    return Math.max(Math.sqrt(error / size), max(actual, expected) / maxSize);
  }

  /** Values in double precision. */
  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void requireSameLength(double[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          "Expected %d values, found %d.".formatted(expected.length, actual.length));
    }
  }
}
