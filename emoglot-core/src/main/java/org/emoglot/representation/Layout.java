package org.emoglot.representation;

import java.util.Arrays;

/**
 * N points of the plane, and how far t-SNE's cost says they are from showing affinities p: the
 * Kullback-Leibler divergence of q, where q(i, j) is proportional to w(i, j) = 1 / (1 + |y(i) -
 * y(j)|^2).
 */
final class Layout {

  final double[] x;
  final double[] y;
  private final double[] affinities;

  /**
   * A layout.
   *
   * @param affinities of all pairs, as {@link Affinities#joint} gives them
   */
  Layout(double[] x, double[] y, double[] affinities) {
    this.x = x;
    this.y = y;
    this.affinities = affinities;
  }

  /**
   * The gradient of the divergence (equation 5): 4 sum over j of (p - q) w (y(i) - y(j)).
   *
   * @param exaggeration what p is multiplied by
   * @param dx takes the gradient by x (N)
   * @param dy takes that by y (N)
   */
  void gradient(double exaggeration, double[] dx, double[] dy) {
    int n = x.length;
    double[] repulsionX = new double[n];
    double[] repulsionY = new double[n];
    Arrays.fill(dx, 0);
    Arrays.fill(dy, 0);
    double sum = 0; // of w over all pairs in both orders
    for (int i = 1; i < n; i++) {
      int row = Affinities.index(i, 0);
      for (int j = 0; j < i; j++) {
        double apartX = x[i] - x[j];
        double apartY = y[i] - y[j];
        double w = 1 / (1 + apartX * apartX + apartY * apartY);
        sum += 2 * w;
        double attraction = 4 * exaggeration * affinities[row + j] * w;
        dx[i] += attraction * apartX;
        dy[i] += attraction * apartY;
        dx[j] -= attraction * apartX;
        dy[j] -= attraction * apartY;
        double repulsion = 4 * w * w; // q w, but for the sum that is not known yet
        repulsionX[i] += repulsion * apartX;
        repulsionY[i] += repulsion * apartY;
        repulsionX[j] -= repulsion * apartX;
        repulsionY[j] -= repulsion * apartY;
      }
    }
    Vectors.add(dx, repulsionX, -1 / sum);
    Vectors.add(dy, repulsionY, -1 / sum);
  }

  /** The divergence, in nats; 0 where q is p. */
  double divergence() {
    double sum = 0;
    double divergence = 0;
    for (int i = 1; i < x.length; i++) {
      int row = Affinities.index(i, 0);
      for (int j = 0; j < i; j++) {
        double apartX = x[i] - x[j];
        double apartY = y[i] - y[j];
        double inverse = 1 + apartX * apartX + apartY * apartY;
        double p = affinities[row + j];
        sum += 2 / inverse;
        divergence += p == 0 ? 0 : 2 * p * Math.log(p * inverse);
      }
    }
    return divergence + Math.log(sum);
  }
}
