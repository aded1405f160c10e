package org.emoglot.representation;

import org.emoglot.sampling.SeededRandom;

/**
 * The directions of largest variance of embeddings, by orthogonal iteration on their covariance.
 * Good enough to start from, and to leave out what hardly varies: where variances are nearly equal
 * their directions may be mixed, but what they span is the same.
 */
public final class PrincipalComponents {

  private static final int ITERATIONS = 100;

  /** For many directions, of which only the span matters. */
  private static final int ITERATIONS_OF_MANY = 30;

  private PrincipalComponents() {}

  /**
   * Embeddings along their directions of largest variance.
   *
   * @param embeddings (N, D), finite
   * @param count of directions, at least 1
   * @param seed of the directions that the iteration begins with
   * @return (N, count), each column of mean 0; the embeddings as they are if D is no more than that
   */
  public static float[][] reduce(float[][] embeddings, int count, long seed) {
    Embeddings.check(embeddings);
    if (count < 1) {
      throw new IllegalArgumentException("Expected at least 1 component, found " + count + ".");
    }
    if (embeddings[0].length <= count) {
      return embeddings;
    }
    double[][] coordinates = of(embeddings, count, ITERATIONS_OF_MANY, seed);
    float[][] reduced = new float[embeddings.length][count];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < reduced.length; i++) {
        reduced[i][k] = (float) coordinates[k][i];
      }
    }
    return reduced;
  }

  /**
   * The coordinates of embeddings (N, D) along the first two.
   *
   * @return (2, N), each of mean 0; zeros if there is no such direction
   */
  static double[][] of(float[][] embeddings, long seed) {
    return of(embeddings, 2, ITERATIONS, seed);
  }

  private static double[][] of(float[][] embeddings, int count, int iterations, long seed) {
    double[][] centred = centred(embeddings);
    double[][] covariance = covariance(centred);
    double[][] directions = new double[count][covariance.length];
    SeededRandom random = SeededRandom.of(seed);
    for (double[] direction : directions) {
      for (int d = 0; d < direction.length; d++) {
        direction[d] = random.nextDouble() - 0.5;
      }
    }
    for (int iteration = 0; iteration < iterations; iteration++) {
      for (int k = 0; k < count; k++) {
        directions[k] = times(covariance, directions[k]);
        for (int j = 0; j < k; j++) {
          Vectors.add(directions[k], directions[j], -Vectors.dot(directions[j], directions[k]));
        }
        normalise(directions[k]);
      }
    }
    double[][] coordinates = new double[count][centred.length];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < centred.length; i++) {
        coordinates[k][i] = Vectors.dot(centred[i], directions[k]);
      }
    }
    return coordinates;
  }

  private static double[][] centred(float[][] embeddings) {
    double[] mean = new double[embeddings[0].length];
    double[][] centred = new double[embeddings.length][];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = Vectors.copy(embeddings[i]);
      Vectors.add(mean, centred[i], 1.0 / centred.length);
    }
    for (double[] row : centred) {
      Vectors.add(row, mean, -1);
    }
    return centred;
  }

  private static double[][] covariance(double[][] centred) {
    double[][] covariance = new double[centred[0].length][centred[0].length];
    for (double[] row : centred) {
      for (int d = 0; d < row.length; d++) {
        Vectors.add(covariance[d], row, row[d] / centred.length);
      }
    }
    return covariance;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int d = 0; d < product.length; d++) {
      product[d] = Vectors.dot(matrix[d], vector);
    }
    return product;
  }

  private static void normalise(double[] vector) {
    double norm = Math.sqrt(Vectors.dot(vector, vector));
    Vectors.scale(vector, norm > 0 ? 1 / norm : 0);
  }
}
