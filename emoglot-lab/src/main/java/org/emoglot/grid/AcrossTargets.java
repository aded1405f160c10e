package org.emoglot.grid;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.Interval;
import org.emoglot.metric.Metrics;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.Measure;
import org.emoglot.statistics.Spread;

/**
 * The figures of trainings on the targets of their tasks: the mean over the targets, which count
 * the same for any number of clips.
 */
record AcrossTargets(Measure uar, Measure macroF1) {

  private static final AbsentClass ABSENT = AbsentClass.SKIP;

  /**
   * The statistics of some trainings.
   *
   * @param byTarget for each target the answers of its trainings, as many of each, those of one
   *     seed at the same places
   */
  static AcrossTargets of(List<List<Answers>> byTarget) {
    List<CellStatistics> cells =
        byTarget.stream()
            .map(runs -> CellStatistics.of(runs, ABSENT, BootstrapOptions.DEFAULT))
            .toList();
    return new AcrossTargets(
        mean(cells, CellStatistics::uar, byTarget, run -> Metrics.uar(run.matrix(), ABSENT)),
        mean(
            cells,
            CellStatistics::macroF1,
            byTarget,
            run -> Metrics.macroF1(run.matrix(), ABSENT)));
  }

  /**
   * The clips of different targets are independent, so squares of half an interval's width add up.
   */
  private static Measure mean(
      List<CellStatistics> cells,
      Function<CellStatistics, Measure> measure,
      List<List<Answers>> byTarget,
      ToDoubleFunction<Answers> value) {
    if (cells.size() == 1) {
      return measure.apply(cells.get(0));
    }
    double[] means =
        IntStream.range(0, byTarget.get(0).size())
            .mapToDouble(
                i ->
                    byTarget.stream()
                        .mapToDouble(runs -> value.applyAsDouble(runs.get(i)))
                        .average()
                        .orElseThrow())
            .toArray();
    Spread spread = Spread.of(means);
    List<Measure> measures = cells.stream().map(measure).toList();
    double below = half(measures, m -> m.mean() - m.interval().low());
    double above = half(measures, m -> m.interval().high() - m.mean());
    return new Measure(
        spread,
        new Interval(
            spread.mean(),
            spread.mean() - below,
            spread.mean() + above,
            measures.get(0).interval().level()));
  }

  private static double half(List<Measure> measures, ToDoubleFunction<Measure> width) {
    double squares = measures.stream().mapToDouble(width).map(half -> half * half).sum();
    return Math.sqrt(squares) / measures.size();
  }
}
