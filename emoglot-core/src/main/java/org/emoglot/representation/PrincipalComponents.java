package org.emoglot.representation;

import org.emoglot.sampling.SeededRandom;

/**
 * The two directions in which embeddings vary most, by orthogonal iteration. Good enough to start
 * from: where two variances are nearly equal their directions may be mixed.
 */
final class PrincipalComponents {

  private static final int ITERATIONS = 100;

  private PrincipalComponents() {}

  /**
   * The coordinates of embeddings (N, D) along both.
   *
   * @return (2, N), each of mean 0; zeros where there is no such direction
   */
  static double[][] of(float[][] embeddings, long seed) {
    int width = embeddings[0].length;
    double[] mean = new double[width];
    double[][] centred = new double[embeddings.length][];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = Vectors.copy(embeddings[i]);
      Vectors.add(mean, centred[i], 1.0 / centred.length);
    }
    for (double[] row : centred) {
      Vectors.add(row, mean, -1);
    }
    double[][] directions = new double[2][width];
    SeededRandom random = SeededRandom.of(seed);
    for (double[] direction : directions) {
      for (int d = 0; d < width; d++) {
        direction[d] = random.nextDouble() - 0.5;
      }
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      for (int k = 0; k < directions.length; k++) {
        directions[k] = covarianceTimes(centred, directions[k]);
      }
      normalise(directions[0]);
      Vectors.add(directions[1], directions[0], -Vectors.dot(directions[0], directions[1]));
      normalise(directions[1]);
    }
    double[][] coordinates = new double[directions.length][centred.length];
    for (int k = 0; k < directions.length; k++) {
      for (int i = 0; i < centred.length; i++) {
        coordinates[k][i] = Vectors.dot(centred[i], directions[k]);
      }
    }
    return coordinates;
  }

  private static double[] covarianceTimes(double[][] centred, double[] direction) {
    double[] product = new double[direction.length];
    for (double[] row : centred) {
      Vectors.add(product, row, Vectors.dot(row, direction) / centred.length);
    }
    return product;
  }

  private static void normalise(double[] vector) {
    double norm = Math.sqrt(Vectors.dot(vector, vector));
    Vectors.scale(vector, norm > 0 ? 1 / norm : 0);
  }
}
