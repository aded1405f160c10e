package org.emoglot.statistics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.emoglot.metric.Answers;
import org.emoglot.metric.ConfusionMatrix;

/**
 * Two systems on the same items: as many runs of each, all in one order of the items.
 *
 * @param first one run a seed
 * @param second run i is of the same seed as run i of the first
 */
record Pairing(List<Answers> first, List<Answers> second) {

  static Pairing of(List<Answers> first, List<Answers> second) {
    if (first.isEmpty() || first.size() != second.size()) {
      throw new IllegalArgumentException(
          "Expected equal numbers of runs of both systems, at least one, found %d and %d."
              .formatted(first.size(), second.size()));
    }
    Answers order = first.get(0);
    if (order.size() == 0) {
      throw new IllegalArgumentException("Expected at least one item, found none.");
    }
    return new Pairing(
        first.stream().map(run -> run.inOrderOf(order)).toList(),
        second.stream().map(run -> run.inOrderOf(order)).toList());
  }

  /** The mean over runs of a measure of the first system, less that of the second. */
  double difference(ToDoubleFunction<ConfusionMatrix> measure) {
    return mean(first.stream().map(Answers::matrix).toList(), measure)
        - mean(second.stream().map(Answers::matrix).toList(), measure);
  }

  static double mean(List<ConfusionMatrix> matrices, ToDoubleFunction<ConfusionMatrix> measure) {
    return matrices.stream().mapToDouble(measure).average().orElseThrow();
  }
}
