package org.emoglot.representation;

import java.util.List;

/** What all numbers here ask of embeddings (N, D) and of the (N) names that go with them. */
final class Embeddings {

  private Embeddings() {}

  static void check(float[][] embeddings) {
    if (embeddings.length == 0) {
      throw new IllegalArgumentException("Expected at least one embedding, found none.");
    }
    for (int i = 0; i < embeddings.length; i++) {
      if (embeddings[i].length != embeddings[0].length) {
        throw new IllegalArgumentException(
            "Expected %d values in embedding %d, found %d."
                .formatted(embeddings[0].length, i, embeddings[i].length));
      }
      for (float value : embeddings[i]) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "Expected finite values, found %s in embedding %d.".formatted(value, i));
        }
      }
    }
  }

  static void checkLength(float[][] embeddings, String what, List<String> names) {
    if (embeddings.length != names.size()) {
      throw new IllegalArgumentException(
          "Embeddings and %s differ in length: %d != %d."
              .formatted(what, embeddings.length, names.size()));
    }
  }

  /** Each divided by its Euclidean norm, which must not be 0. */
  static double[][] unit(float[][] embeddings) {
    double[][] unit = new double[embeddings.length][];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Vectors.copy(embeddings[i]);
      double norm = Math.sqrt(Vectors.dot(unit[i], unit[i]));
      if (norm == 0) {
        throw new IllegalArgumentException(
            "Expected embeddings with a direction, found zeros only in embedding %d.".formatted(i));
      }
      Vectors.scale(unit[i], 1 / norm);
    }
    return unit;
  }
}
