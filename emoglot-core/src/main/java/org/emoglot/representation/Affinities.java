package org.emoglot.representation;

/**
 * How near embeddings are to each other, as probabilities that sum to 1 (van der Maaten and Hinton,
 * equations 1 and in section 3.1): p(j|i) is a Gaussian around i, as wide as the perplexity, 2 to
 * the entropy of p(.|i) in bits, asks for; p(i, j) = (p(j|i) + p(i|j)) / 2N.
 */
final class Affinities {

  private static final int MOST_STEPS = 200;

  /** Of the entropy, in nats. */
  private static final double TOLERANCE = 1e-8;

  private Affinities() {}

  /**
   * The joint probabilities of embeddings (N, D).
   *
   * @return p(i, j) for j below i at {@link #index}: N (N - 1) / 2 values with the sum 1/2
   */
  static double[] joint(float[][] embeddings, double perplexity) {
    int n = embeddings.length;
    double[][] vectors = new double[n][];
    for (int i = 0; i < n; i++) {
      vectors[i] = Vectors.copy(embeddings[i]);
    }
    double[] joint = new double[Math.multiplyExact(n, n - 1) / 2];
    double[] squared = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double apart = Vectors.distance(vectors[i], vectors[j]);
        squared[j] = apart * apart;
      }
      double[] conditional = conditional(squared, i, perplexity);
      for (int j = 0; j < n; j++) {
        if (j != i) {
          joint[index(Math.max(i, j), Math.min(i, j))] += conditional[j] / (2.0 * n);
        }
      }
    }
    return joint;
  }

  /** Where the pair of i and a smaller j is. */
  static int index(int i, int j) {
    return i * (i - 1) / 2 + j;
  }

  /**
   * p(j|i) for all j, of the squared distances to i, by bisection of the Gaussian's precision.
   * Where more others than the perplexity are all nearest, they share.
   */
  static double[] conditional(double[] squared, int i, double perplexity) {
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int j = 0; j < squared.length; j++) {
      if (j != i) {
        nearest = Math.min(nearest, squared[j]);
        mean += squared[j] / (squared.length - 1);
      }
    }
    double wanted = Math.log(perplexity);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double precision = mean > nearest ? 1 / (mean - nearest) : 1;
    double[] p = new double[squared.length];
    for (int step = 0; step < MOST_STEPS; step++) {
      double surplus = gaussian(squared, i, nearest, precision, p) - wanted;
      if (Math.abs(surplus) < TOLERANCE) {
        break;
      }
      if (surplus > 0) { // too wide
        low = precision;
        precision = high == Double.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
      } else {
        high = precision;
        precision = (low + high) / 2;
      }
    }
    return p;
  }

  /** Fills in p(j|i), and returns its entropy in nats. */
  private static double gaussian(
      double[] squared, int i, double nearest, double precision, double[] p) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < p.length; j++) {
      double beyond = squared[j] - nearest; // that of all cancels, and the nearest never underflows
      p[j] = j == i ? 0 : Math.exp(-beyond * precision);
      sum += p[j];
      weighted += p[j] == 0 ? 0 : beyond * precision * p[j];
    }
    Vectors.scale(p, 1 / sum);
    return Math.log(sum) + weighted / sum;
  }
}
