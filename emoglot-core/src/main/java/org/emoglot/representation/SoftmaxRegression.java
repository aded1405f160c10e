package org.emoglot.representation;

import java.util.Arrays;

/**
 * Multinomial logistic regression, fitted until it has converged. With embeddings x_i, their
 * classes y_i, and their weights v_i, which sum to 1, it is the only minimum of
 *
 * <pre>
 * L(W, b) = -sum_i v_i log softmax(W x_i + b)_{y_i} + l2 / 2 |W|²
 * </pre>
 *
 * The penalty leaves the bias b free, unless it has one of its own. The search ({@link Lbfgs}) is
 * in float64, begins at zero and draws no random numbers.
 *
 * @param weights W, shape (K, D)
 * @param biases b, shape (K)
 * @param loss L at the end
 * @param iterations of the search
 * @param converged whether it found the minimum; else more iterations, or a larger l2, would help
 */
public record SoftmaxRegression(
    float[][] weights, float[] biases, double loss, int iterations, boolean converged) {

  /** Most iterations of a search. */
  public static final int MOST_ITERATIONS = 5000;

  /**
   * Norm of the gradient at the end, relative to that at the beginning where it is above 1: as near
   * to the minimum as rounding permits.
   */
  public static final double EXACT = 1e-9;

  /**
   * The same where only the probabilities matter, in a third of the iterations: with an l2 of 1 the
   * weights as a whole are no further from the minimum than this.
   */
  public static final double NEAR = 1e-3;

  /**
   * What is to be paid for a head, in halves of a square.
   *
   * @param weights l2 of the weights, positive
   * @param biases of the biases, at least 0; 0 leaves them free
   */
  public record Penalty(double weights, double biases) {

    public Penalty {
      if (!(weights > 0)) {
        throw new IllegalArgumentException("Expected a positive l2, found %s.".formatted(weights));
      }
      if (!(biases >= 0)) {
        throw new IllegalArgumentException(
            "Expected no l2 of the biases below 0, found %s.".formatted(biases));
      }
    }
  }

  /** Rounding may end a search before {@link #EXACT}; at this much nothing is left to gain. */
  private static final double GOOD_ENOUGH = 1e-6;

  /**
   * The problem: embeddings (N, D), their classes (N) of K, their weights (N), the penalty, and
   * logits (N, K) that are there before.
   */
  private record Problem(
      float[][] x, int[] y, int classes, double[] v, Penalty penalty, float[][] before) {

    int width() {
      return x[0].length;
    }

    /** L and its gradient; W lies row by row before b. */
    double loss(double[] point, double[] gradient) {
      int width = width();
      int bias = classes * width;
      Arrays.fill(gradient, 0);
      double loss = 0;
      double[] logits = new double[classes];
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < classes; k++) {
          logits[k] = before[i][k] + point[bias + k] + dot(x[i], point, k * width);
        }
        double norm = logSumExp(logits);
        loss += v[i] * (norm - logits[y[i]]);
        for (int k = 0; k < classes; k++) {
          double residual = v[i] * (Math.exp(logits[k] - norm) - (k == y[i] ? 1 : 0));
          gradient[bias + k] += residual;
          add(gradient, k * width, x[i], residual);
        }
      }
      for (int d = 0; d < point.length; d++) {
        double l2 = d < bias ? penalty.weights() : penalty.biases();
        loss += l2 / 2 * point[d] * point[d];
        gradient[d] += l2 * point[d];
      }
      return loss;
    }
  }

  /**
   * Fits exactly.
   *
   * @param x embeddings (N, D), finite
   * @param y the class of each, in [0, K)
   * @param classes K
   * @param v weights of the embeddings, at least 0; only their shares count
   * @param l2 strength of the penalty, positive
   */
  public static SoftmaxRegression fit(float[][] x, int[] y, int classes, double[] v, double l2) {
    return fit(x, y, classes, v, l2, EXACT);
  }

  /**
   * Fits, beginning with nothing.
   *
   * @param x embeddings (N, D), finite
   * @param y the class of each, in [0, K)
   * @param classes K
   * @param v weights of the embeddings, at least 0; only their shares count
   * @param l2 strength of the penalty, positive
   * @param tolerance {@link #EXACT} or {@link #NEAR}
   */
  public static SoftmaxRegression fit(
      float[][] x, int[] y, int classes, double[] v, double l2, double tolerance) {
    return fit(x, y, v, new Penalty(l2, 0), tolerance, new float[x.length][classes]);
  }

  /**
   * Fits what is to be added to a head that exists: the penalty is on the difference, so that the
   * head is the prior.
   *
   * @param penalty of the difference
   * @param before its logits (N, K)
   */
  public static SoftmaxRegression fit(
      float[][] x, int[] y, double[] v, Penalty penalty, double tolerance, float[][] before) {
    Embeddings.check(x);
    int classes = before[0].length;
    if (y.length != x.length || v.length != x.length) {
      throw new IllegalArgumentException(
          "Embeddings, classes and weights differ in number: %d, %d, %d."
              .formatted(x.length, y.length, v.length));
    }
    double total = Arrays.stream(v).sum();
    double[] shares = Arrays.stream(v).map(one -> one / total).toArray();
    Problem problem = new Problem(x, y, classes, shares, penalty, before);
    double[] start = new double[classes * (problem.width() + 1)];
    double[] gradient = new double[start.length];
    problem.loss(start, gradient);
    double scale = Math.max(1, Math.sqrt(Vectors.dot(gradient, gradient)));
    Lbfgs.Minimum found = Lbfgs.minimum(problem::loss, start, tolerance * scale, MOST_ITERATIONS);
    return of(problem, found, found.gradientNorm() <= Math.max(tolerance, GOOD_ENOUGH) * scale);
  }

  private static SoftmaxRegression of(Problem problem, Lbfgs.Minimum found, boolean converged) {
    int width = problem.width();
    float[][] weights = new float[problem.classes()][];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = floats(found.point(), k * width, width);
    }
    return new SoftmaxRegression(
        weights,
        floats(found.point(), weights.length * width, weights.length),
        found.value(),
        found.iterations(),
        converged);
  }

  private static float[] floats(double[] values, int from, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) values[from + i];
    }
    return floats;
  }

  private static double logSumExp(double[] values) {
    double highest = Arrays.stream(values).max().orElseThrow();
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - highest);
    }
    return highest + Math.log(sum);
  }

  /** In four sums, none of which waits for another: this is where the time goes. */
  private static double dot(float[] x, double[] w, int from) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int d = 0;
    for (; d + 3 < x.length; d += 4) {
      first += x[d] * w[from + d];
      second += x[d + 1] * w[from + d + 1];
      third += x[d + 2] * w[from + d + 2];
      fourth += x[d + 3] * w[from + d + 3];
    }
    for (; d < x.length; d++) {
      first += x[d] * w[from + d];
    }
    return first + second + (third + fourth);
  }

  private static void add(double[] to, int from, float[] x, double factor) {
    for (int d = 0; d < x.length; d++) {
      to[from + d] += factor * x[d];
    }
  }
}
