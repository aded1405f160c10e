package org.emoglot.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.data.LabelSet;

/**
 * How often each class was taken for each class. Immutable.
 *
 * <p>Rows are the truth, columns the prediction, both in the order of the labels.
 */
public final class ConfusionMatrix {

  private final LabelSet labels;
  private final long[][] counts;

  private ConfusionMatrix(LabelSet labels, long[][] counts) {
    this.labels = labels;
    this.counts = counts;
  }

  /**
   * A matrix of given counts.
   *
   * @param counts (K, K), truth by prediction, none negative; copied
   */
  public static ConfusionMatrix of(LabelSet labels, long[][] counts) {
    int classes = labels.size();
    if (counts.length != classes) {
      throw new IllegalArgumentException(
          "Expected %d rows for the labels %s, found %d."
              .formatted(classes, labels.names(), counts.length));
    }
    long[][] copy = new long[classes][];
    for (int i = 0; i < classes; i++) {
      if (counts[i].length != classes || Arrays.stream(counts[i]).anyMatch(n -> n < 0)) {
        throw new IllegalArgumentException(
            "Expected %d counts of at least 0 in row %d, found %s."
                .formatted(classes, i, Arrays.toString(counts[i])));
      }
      copy[i] = counts[i].clone();
    }
    return new ConfusionMatrix(labels, copy);
  }

  /**
   * Counts predictions.
   *
   * @param truth label indices
   * @param predicted label indices, as many
   */
  public static ConfusionMatrix of(LabelSet labels, int[] truth, int[] predicted) {
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "Truth and prediction differ in length: %d != %d."
              .formatted(truth.length, predicted.length));
    }
    long[][] counts = new long[labels.size()][labels.size()];
    for (int i = 0; i < truth.length; i++) {
      check(labels, truth[i], "truth", i);
      check(labels, predicted[i], "prediction", i);
      counts[truth[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(labels, counts);
  }

  /**
   * Counts predictions given by name.
   *
   * @throws org.emoglot.InvalidInputException if a name is not one of the labels
   */
  public static ConfusionMatrix of(LabelSet labels, List<String> truth, List<String> predicted) {
    return of(
        labels,
        truth.stream().mapToInt(labels::index).toArray(),
        predicted.stream().mapToInt(labels::index).toArray());
  }

  private static void check(LabelSet labels, int index, String what, int position) {
    if (index < 0 || index >= labels.size()) {
      throw new IllegalArgumentException(
          "Expected a label index below %d as %s %d, found %d."
              .formatted(labels.size(), what, position, index));
    }
  }

  /** The classes, in the order of rows and columns. */
  public LabelSet labels() {
    return labels;
  }

  /** How often class {@code truth} was taken for class {@code predicted}. */
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** How often a class is the truth. */
  public long support(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** How often a class was predicted. */
  public long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  /** All predictions. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** All right predictions. */
  public long correct() {
    long correct = 0;
    for (int i = 0; i < counts.length; i++) {
      correct += counts[i][i];
    }
    return correct;
  }

  /** Both together, cell by cell; the labels must be the same. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          "Expected the labels %s, found %s.".formatted(labels.names(), other.labels.names()));
    }
    long[][] sum = toArray();
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] += other.counts[i][j];
      }
    }
    return new ConfusionMatrix(labels, sum);
  }

  /** The counts, (K, K), truth by prediction; a copy. */
  public long[][] toArray() {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /** Truth to prediction to count, by name, for JSON. */
  public Map<String, Map<String, Long>> byName() {
    Map<String, Map<String, Long>> byName = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      Map<String, Long> row = new LinkedHashMap<>();
      for (int j = 0; j < counts.length; j++) {
        row.put(labels.name(j), counts[i][j]);
      }
      byName.put(labels.name(i), row);
    }
    return byName;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix
        && labels.equals(matrix.labels)
        && Arrays.deepEquals(counts, matrix.counts);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return labels.names() + " " + Arrays.deepToString(counts);
  }
}
