package org.emoglot.representation;

import java.util.Arrays;
import java.util.List;

/**
 * How well clusters that labels make are separated (P. J. Rousseeuw: <i>Silhouettes: a Graphical
 * Aid to the Interpretation and Validation of Cluster Analysis</i>, 1987).
 */
public final class Silhouette {

  private Silhouette() {}

  /**
   * The mean silhouette: for each embedding (b - a) / max(a, b), where a is its mean distance to
   * the others of its label and b the smallest of its mean distances to those of another label; 0
   * for the only one of its label, and where a and b are 0. Equals scikit-learn's {@code
   * silhouette_score}. Takes N^2 D steps.
   *
   * @param embeddings (N, D), finite; for the cosine none all zeros
   * @param labels (N), at least two different ones
   * @return in [-1, 1]; 0 where clusters overlap, below where embeddings are nearer to another
   *     label
   */
  public static double of(float[][] embeddings, List<String> labels, Distance distance) {
    Embeddings.check(embeddings);
    Embeddings.checkLength(embeddings, "labels", labels);
    List<String> names = labels.stream().distinct().sorted().toList();
    if (names.size() < 2) {
      throw new IllegalArgumentException(
          "Expected at least two different labels, found %s.".formatted(names));
    }
    int[] label = labels.stream().mapToInt(names::indexOf).toArray();
    double[][] sums = distances(embeddings, label, names.size(), distance);
    int[] counts = new int[names.size()];
    Arrays.stream(label).forEach(k -> counts[k]++);
    double total = 0;
    for (int i = 0; i < label.length; i++) {
      total += silhouette(sums[i], counts, label[i]);
    }
    return total / label.length;
  }

  private static double silhouette(double[] sums, int[] counts, int own) {
    if (counts[own] == 1) {
      return 0;
    }
    double within = sums[own] / (counts[own] - 1);
    double nearest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < sums.length; k++) {
      if (k != own) {
        nearest = Math.min(nearest, sums[k] / counts[k]);
      }
    }
    double larger = Math.max(within, nearest);
    return larger == 0 ? 0 : (nearest - within) / larger;
  }

  /** The sum of the distances of each embedding to those of each label, (N, K). */
  private static double[][] distances(
      float[][] embeddings, int[] label, int labels, Distance distance) {
    double[][] vectors =
        distance == Distance.COSINE
            ? Embeddings.unit(embeddings)
            : Arrays.stream(embeddings).map(Vectors::copy).toArray(double[][]::new);
    double[][] sums = new double[vectors.length][labels];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        double apart =
            distance == Distance.COSINE
                ? Math.max(0, 1 - Vectors.dot(vectors[i], vectors[j]))
                : Vectors.distance(vectors[i], vectors[j]);
        sums[i][label[j]] += apart;
        sums[j][label[i]] += apart;
      }
    }
    return sums;
  }
}
