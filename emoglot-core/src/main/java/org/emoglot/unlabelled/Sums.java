package org.emoglot.unlabelled;

import java.util.Arrays;

/** Sums of short vectors, in place. */
final class Sums {

  private Sums() {}

  /** Adds {@code factor vector}. */
  static void add(double[] sum, double[] vector, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }

  /** Adds {@code factor vector vector'}. */
  static void addSquare(double[][] sum, double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        sum[i][j] += factor * vector[i] * vector[j];
      }
    }
  }

  static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  static double squaredNorm(double[] vector) {
    return Arrays.stream(vector).map(value -> value * value).sum();
  }

  /** Logits less their mean. */
  static double[] centred(float[] logits) {
    double[] centred = new double[logits.length];
    double mean = 0;
    for (float logit : logits) {
      mean += (double) logit / logits.length;
    }
    for (int k = 0; k < centred.length; k++) {
      centred[k] = logits[k] - mean;
    }
    return centred;
  }
}
