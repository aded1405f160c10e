package org.emoglot.unlabelled;

import java.util.List;

/**
 * The answers to the clips of one corpus.
 *
 * @param mean (K) of the means of its emotions
 * @param emotions (K, K) by emotion, its mean less {@code mean}; zeros for one without clips
 * @param counts (K) clips of each emotion
 * @param within (K, K) mean over its emotions of the covariance of their clips
 * @param spread mean over its emotions of the squared distance of their clips from {@code mean}
 */
record CorpusLogits(
    double[] mean, double[][] emotions, int[] counts, double[][] within, double spread) {

  /** Of some rows of all clips. */
  static CorpusLogits of(List<float[]> logits, int[] labels, List<Integer> rows) {
    int classes = logits.get(0).length;
    int[] counts = new int[classes];
    double[][] means = new double[classes][classes];
    for (int row : rows) {
      counts[labels[row]]++;
      Sums.add(means[labels[row]], Sums.centred(logits.get(row)), 1);
    }
    int present = 0;
    int repeated = 0;
    double[] mean = new double[classes];
    for (int k = 0; k < classes; k++) {
      if (counts[k] > 0) {
        present++;
        repeated += counts[k] > 1 ? 1 : 0;
        Sums.scale(means[k], 1.0 / counts[k]);
        Sums.add(mean, means[k], 1);
      }
    }
    Sums.scale(mean, 1.0 / present);
    double[][] within = new double[classes][classes];
    double spread = 0;
    for (int row : rows) {
      int k = labels[row];
      double[] rest = Sums.centred(logits.get(row));
      Sums.add(rest, means[k], -1);
      if (counts[k] > 1) {
        double factor = 1.0 / (counts[k] - 1) / repeated;
        Sums.addSquare(within, rest, factor);
        spread += factor * Sums.squaredNorm(rest);
      }
    }
    for (int k = 0; k < classes; k++) {
      if (counts[k] > 0) {
        Sums.add(means[k], mean, -1);
        spread += Sums.squaredNorm(means[k]) / present;
      }
    }
    return new CorpusLogits(mean, means, counts, within, spread);
  }

  boolean has(int emotion) {
    return counts[emotion] > 0;
  }

  /** Whether an emotion has two clips, so that there is a covariance. */
  boolean repeats() {
    for (int count : counts) {
      if (count > 1) {
        return true;
      }
    }
    return false;
  }
}
