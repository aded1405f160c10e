package org.emoglot.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.sampling.SeededRandom;

/**
 * The items of each class with what every run answered to them: what a stratified resample is drawn
 * from.
 *
 * <p>An item is drawn with all its answers, so that what runs have in common on an item, which is
 * most of their error, stays in every resample. Items are ordered by their answers: a resample
 * depends on the answers and the seed, not on the order in which items were read.
 */
final class Strata {

  private final LabelSet labels;
  private final int runs;
  private final int[][][] answers; // (K, items of the class, runs)

  private Strata(LabelSet labels, int runs, int[][][] answers) {
    this.labels = labels;
    this.runs = runs;
    this.answers = answers;
  }

  /** One run, by its confusion matrix. */
  static Strata of(ConfusionMatrix matrix) {
    int classes = matrix.labels().size();
    int[][][] answers = new int[classes][][];
    for (int truth = 0; truth < classes; truth++) {
      List<int[]> items = new ArrayList<>();
      for (int predicted = 0; predicted < classes; predicted++) {
        for (long n = 0; n < matrix.count(truth, predicted); n++) {
          items.add(new int[] {predicted});
        }
      }
      answers[truth] = items.toArray(int[][]::new);
    }
    return new Strata(matrix.labels(), 1, answers);
  }

  /** Runs over the same items, in whatever order each has them. */
  static Strata of(List<Answers> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one run, found none.");
    }
    Answers first = runs.get(0);
    List<Answers> aligned = runs.stream().map(run -> run.inOrderOf(first)).toList();
    int[][][] answers = new int[first.labels().size()][][];
    for (int truth = 0; truth < answers.length; truth++) {
      List<int[]> items = new ArrayList<>();
      for (int i = 0; i < first.size(); i++) {
        if (first.truth(i) == truth) {
          int item = i;
          items.add(aligned.stream().mapToInt(run -> run.predicted(item)).toArray());
        }
      }
      items.sort(Arrays::compare);
      answers[truth] = items.toArray(int[][]::new);
    }
    return new Strata(first.labels(), runs.size(), answers);
  }

  /** The confusion matrix of each run over all items. */
  List<ConfusionMatrix> matrices() {
    long[][][] counts = zeros();
    for (int truth = 0; truth < answers.length; truth++) {
      for (int[] item : answers[truth]) {
        count(counts, truth, item);
      }
    }
    return matrices(counts);
  }

  /** The confusion matrix of each run over as many items of each class, drawn with replacement. */
  List<ConfusionMatrix> resample(SeededRandom random) {
    long[][][] counts = zeros();
    for (int truth = 0; truth < answers.length; truth++) {
      int support = answers[truth].length;
      for (int n = 0; n < support; n++) {
        count(counts, truth, answers[truth][random.nextInt(support)]);
      }
    }
    return matrices(counts);
  }

  private long[][][] zeros() {
    return new long[runs][labels.size()][labels.size()];
  }

  private static void count(long[][][] counts, int truth, int[] item) {
    for (int run = 0; run < item.length; run++) {
      counts[run][truth][item[run]]++;
    }
  }

  private List<ConfusionMatrix> matrices(long[][][] counts) {
    return Arrays.stream(counts).map(run -> ConfusionMatrix.of(labels, run)).toList();
  }
}
