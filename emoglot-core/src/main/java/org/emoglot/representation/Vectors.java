package org.emoglot.representation;

/** Sums over vectors of the same length. */
final class Vectors {

  private Vectors() {}

  static double[] copy(float[] vector) {
    double[] copy = new double[vector.length];
    for (int d = 0; d < copy.length; d++) {
      copy[d] = vector[d];
    }
    return copy;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return Math.sqrt(sum);
  }

  static void add(double[] to, double[] vector, double factor) {
    for (int d = 0; d < to.length; d++) {
      to[d] += factor * vector[d];
    }
  }

  static void scale(double[] vector, double factor) {
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= factor;
    }
  }
}
