package org.emoglot.metric;

/** Checks for probabilities and logits: (N, K) values beside (N) label indices. */
final class Scores {

  private Scores() {}

  static void check(double[][] scores, int[] truth) {
    if (scores.length != truth.length) {
      throw new IllegalArgumentException(
          "Scores and truth differ in length: %d != %d.".formatted(scores.length, truth.length));
    }
    if (truth.length == 0) {
      throw new IllegalArgumentException("Expected at least one answer, found none.");
    }
    for (int i = 0; i < truth.length; i++) {
      if (scores[i].length != scores[0].length) {
        throw new IllegalArgumentException(
            "Expected %d scores in row %d, found %d."
                .formatted(scores[0].length, i, scores[i].length));
      }
      if (truth[i] < 0 || truth[i] >= scores[i].length) {
        throw new IllegalArgumentException(
            "Expected a label index below %d as truth %d, found %d."
                .formatted(scores[i].length, i, truth[i]));
      }
    }
  }

  /** The position of the highest value, the first of equal ones. */
  static int highest(double[] row) {
    int highest = 0;
    for (int k = 1; k < row.length; k++) {
      if (row[k] > row[highest]) {
        highest = k;
      }
    }
    return highest;
  }
}
