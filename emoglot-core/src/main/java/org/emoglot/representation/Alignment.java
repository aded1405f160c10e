package org.emoglot.representation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cross-lingual emotion alignment: whether an emotion lies in the same direction in every language.
 *
 * <p>The centroid c(l, e) of a language l and an emotion e is the mean of its embeddings, each
 * divided by its norm, so that loud ones do not outweigh others. {@code same} is the mean cosine of
 * c(l, e) and c(l', e), {@code different} that of c(l, e) and c(l', e') with e' other than e, both
 * over all pairs of different languages l, l'. Both kinds of pairs cross languages, so that what
 * merely sets languages apart lowers both alike. The measure is our own.
 *
 * <p>Embeddings of a transformer often lie in a narrow cone (K. Ethayarajh: <i>How Contextual are
 * Contextualized Word Representations?</i>, EMNLP 2019), where all cosines are near 1 and all
 * alignments near 0. To compare encoders, {@link #centred} first takes the mean of all centroids
 * from each.
 *
 * @param same mean cosine of the same emotion in different languages; NaN if no emotion occurs in
 *     two languages
 * @param different mean cosine of different emotions in different languages; NaN if there are none
 */
public record Alignment(double same, double different) {

  private record Centroid(String language, String emotion, double[] mean) {}

  /** {@code same - different}, in [-2, 2]; 0 where emotions are no more alike than any. */
  public double value() {
    return same - different;
  }

  /**
   * The alignment of embeddings.
   *
   * @param embeddings (N, D), finite, none all zeros
   * @param languages (N)
   * @param emotions (N)
   */
  public static Alignment of(float[][] embeddings, List<String> languages, List<String> emotions) {
    return ofCentroids(centroids(embeddings, languages, emotions));
  }

  /** The same after the mean of all centroids was taken from each of them. */
  public static Alignment centred(
      float[][] embeddings, List<String> languages, List<String> emotions) {
    List<Centroid> centroids = centroids(embeddings, languages, emotions);
    double[] mean = new double[embeddings[0].length];
    centroids.forEach(c -> Vectors.add(mean, c.mean(), 1.0 / centroids.size()));
    centroids.forEach(c -> Vectors.add(c.mean(), mean, -1));
    return ofCentroids(centroids);
  }

  private static List<Centroid> centroids(
      float[][] embeddings, List<String> languages, List<String> emotions) {
    Embeddings.check(embeddings);
    Embeddings.checkLength(embeddings, "languages", languages);
    Embeddings.checkLength(embeddings, "emotions", emotions);
    double[][] unit = Embeddings.unit(embeddings);
    Map<String, Map<String, List<double[]>>> groups = new TreeMap<>();
    for (int i = 0; i < unit.length; i++) {
      groups
          .computeIfAbsent(languages.get(i), k -> new TreeMap<>())
          .computeIfAbsent(emotions.get(i), k -> new ArrayList<>())
          .add(unit[i]);
    }
    List<Centroid> centroids = new ArrayList<>();
    groups.forEach(
        (language, byEmotion) ->
            byEmotion.forEach(
                (emotion, members) -> {
                  double[] mean = new double[embeddings[0].length];
                  members.forEach(m -> Vectors.add(mean, m, 1.0 / members.size()));
                  centroids.add(new Centroid(language, emotion, mean));
                }));
    return centroids;
  }

  private static Alignment ofCentroids(List<Centroid> centroids) {
    double[] sums = new double[2];
    int[] pairs = new int[2];
    for (Centroid a : centroids) {
      for (Centroid b : centroids) {
        if (a.language().compareTo(b.language()) < 0) {
          int kind = a.emotion().equals(b.emotion()) ? 0 : 1;
          sums[kind] += cosine(a.mean(), b.mean());
          pairs[kind]++;
        }
      }
    }
    return new Alignment(sums[0] / pairs[0], sums[1] / pairs[1]);
  }

  private static double cosine(double[] a, double[] b) {
    return Vectors.dot(a, b) / Math.sqrt(Vectors.dot(a, a) * Vectors.dot(b, b));
  }
}
