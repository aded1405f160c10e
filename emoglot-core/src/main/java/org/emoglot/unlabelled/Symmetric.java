package org.emoglot.unlabelled;

/** Small symmetric, positive definite matrices, such as covariances of a few values. */
final class Symmetric {

  private Symmetric() {}

  /** The first rows and columns of a matrix. */
  static double[][] leading(double[][] matrix, int size) {
    double[][] leading = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(matrix[i], 0, leading[i], 0, size);
    }
    return leading;
  }

  /** {@code a + factor b}. */
  static double[][] sum(double[][] a, double factor, double[][] b) {
    double[][] sum = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        sum[i][j] = a[i][j] + factor * b[i][j];
      }
    }
    return sum;
  }

  static double trace(double[][] matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      trace += matrix[i][i];
    }
    return trace;
  }

  /** The same with its diagonal made a little larger, so that it has an inverse. */
  static double[][] regular(double[][] matrix) {
    double ridge = 1e-6 * (trace(matrix) / matrix.length) + Double.MIN_NORMAL;
    double[][] regular = sum(matrix, 0, matrix);
    for (int i = 0; i < matrix.length; i++) {
      regular[i][i] += ridge;
    }
    return regular;
  }

  /** The inverse, by the decomposition of Cholesky. */
  static double[][] inverse(double[][] matrix) {
    int size = matrix.length;
    double[][] lower = cholesky(matrix);
    double[][] inverse = new double[size][];
    for (int column = 0; column < size; column++) {
      double[] unit = new double[size];
      unit[column] = 1;
      inverse[column] = solve(lower, unit);
    }
    return inverse;
  }

  private static double[][] cholesky(double[][] matrix) {
    int size = matrix.length;
    double[][] lower = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
    }
    return lower;
  }

  private static double[] solve(double[][] lower, double[] right) {
    int size = right.length;
    double[] x = right.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }

  /** {@code matrix vector}. */
  static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        product[i] += matrix[i][j] * vector[j];
      }
    }
    return product;
  }

  /** {@code vector' matrix vector}. */
  static double form(double[][] matrix, double[] vector) {
    double form = 0;
    double[] product = times(matrix, vector);
    for (int i = 0; i < vector.length; i++) {
      form += vector[i] * product[i];
    }
    return form;
  }
}
