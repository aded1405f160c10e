package org.emoglot.report;

import java.util.List;
import org.emoglot.statistics.Comparison;

/**
 * Two systems on the same clips, over the seeds that both have.
 *
 * @param settings that these trainings fill, at least one: with shared trainings they hold one
 *     comparison, which is tested and corrected for once
 * @param first id of a system
 * @param second id of the one that it is compared with
 * @param seeds of the runs, in their order
 * @param comparison the first less the second
 * @param p of the permutation test, Holm-corrected over the comparisons of this pair of systems;
 *     NaN where no test was possible
 * @param mcNemar exact p of each seed, Holm-corrected over the comparisons with this seed
 */
record Pair(
    List<String> settings,
    String first,
    String second,
    List<Long> seeds,
    Comparison comparison,
    double p,
    List<Double> mcNemar) {

  private static final double LEVEL = 0.05;
  private static final double STRONG_LEVEL = 0.01;

  Pair {
    settings = List.copyOf(settings);
    seeds = List.copyOf(seeds);
    mcNemar = List.copyOf(mcNemar);
  }

  /** Whether the corrected p is below 0.05. */
  boolean significant() {
    return p < LEVEL;
  }

  /** Two stars below 0.01, one below 0.05. */
  String mark() {
    return p < STRONG_LEVEL ? "**" : significant() ? "*" : "";
  }
}
