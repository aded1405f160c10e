package org.emoglot.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Bootstrap;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Interval;
import org.emoglot.metric.Metrics;

/**
 * Two systems in one setting, on the same items and with the same seeds.
 *
 * <p>Over several settings, correct the p-values of the permutation test with {@link Holm}.
 *
 * @param runs number of seeds
 * @param items number of test items
 * @param uar mean UAR over seeds of the first less that of the second, with its paired bootstrap
 *     interval: items are drawn, stratified by class, with the answers of both systems and all
 *     seeds
 * @param macroF1 the same for Macro-F1
 * @param permutation test of the difference in UAR
 * @param mcNemar test of each seed by itself, in the order of the runs
 */
public record Comparison(
    int runs,
    int items,
    Interval uar,
    Interval macroF1,
    PermutationTest permutation,
    List<McNemar> mcNemar) {

  public Comparison {
    mcNemar = List.copyOf(mcNemar);
  }

  /**
   * Compares two systems.
   *
   * @param first one run a seed, at least one
   * @param second run i is of the same seed as run i of the first
   * @param absent what a class without items counts for in UAR and Macro-F1
   */
  public static Comparison of(
      List<Answers> first,
      List<Answers> second,
      AbsentClass absent,
      BootstrapOptions bootstrap,
      PermutationOptions permutation) {
    Pairing pairing = Pairing.of(first, second);
    List<Interval> intervals =
        Bootstrap.ofRuns(
            Stream.concat(pairing.first().stream(), pairing.second().stream()).toList(),
            matrices ->
                new double[] {
                  difference(matrices, matrix -> Metrics.uar(matrix, absent)),
                  difference(matrices, matrix -> Metrics.macroF1(matrix, absent))
                },
            bootstrap);
    List<McNemar> mcNemar = new ArrayList<>();
    for (int run = 0; run < first.size(); run++) {
      mcNemar.add(McNemar.of(pairing.first().get(run), pairing.second().get(run)));
    }
    return new Comparison(
        first.size(),
        first.get(0).size(),
        intervals.get(0),
        intervals.get(1),
        PermutationTest.uar(first, second, absent, permutation),
        mcNemar);
  }

  /** Of the matrices of both systems, the first system's before the second's. */
  private static double difference(
      List<ConfusionMatrix> matrices, ToDoubleFunction<ConfusionMatrix> measure) {
    int half = matrices.size() / 2;
    return Pairing.mean(matrices.subList(0, half), measure)
        - Pairing.mean(matrices.subList(half, matrices.size()), measure);
  }
}
