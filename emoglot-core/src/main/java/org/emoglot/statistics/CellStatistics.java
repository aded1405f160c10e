package org.emoglot.statistics;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Bootstrap;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Interval;
import org.emoglot.metric.Metrics;

/**
 * One cell of a table: what one system reaches in one setting, over its seeds. Shares are in [0,
 * 1]. A group of the items, such as a speaker, has the same statistics.
 *
 * @param runs number of seeds
 * @param items number of test items
 * @param uar unweighted average recall
 * @param macroF1 mean of the classes' F1
 * @param accuracy share of right answers
 * @param recall by class; NaN without such an item
 * @param support number of items by class
 * @param confusion counts of all runs together, so {@code runs} times as many as items
 */
public record CellStatistics(
    int runs,
    int items,
    Measure uar,
    Measure macroF1,
    Measure accuracy,
    Map<String, Measure> recall,
    Map<String, Long> support,
    ConfusionMatrix confusion) {

  /** UAR, Macro-F1 and accuracy come before the classes' recalls. */
  private static final int BEFORE_RECALL = 3;

  public CellStatistics {
    recall = Collections.unmodifiableMap(new LinkedHashMap<>(recall));
    support = Collections.unmodifiableMap(new LinkedHashMap<>(support));
  }

  /**
   * The statistics of one system's runs over the same items.
   *
   * @param runs one per seed, at least one
   * @param absent what a class without items counts for in UAR and Macro-F1
   */
  public static CellStatistics of(
      List<Answers> runs, AbsentClass absent, BootstrapOptions options) {
    List<Interval> intervals = Bootstrap.ofRuns(runs, matrices -> means(matrices, absent), options);
    double[][] values =
        runs.stream().map(run -> values(run.matrix(), absent)).toArray(double[][]::new);
    Answers first = runs.get(0);
    LabelSet labels = first.labels();
    Map<String, Measure> recall = new LinkedHashMap<>();
    Map<String, Long> support = new LinkedHashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      recall.put(labels.name(k), measure(values, intervals, BEFORE_RECALL + k));
      support.put(labels.name(k), first.matrix().support(k));
    }
    return new CellStatistics(
        runs.size(),
        first.size(),
        measure(values, intervals, 0),
        measure(values, intervals, 1),
        measure(values, intervals, 2),
        recall,
        support,
        runs.stream().map(Answers::matrix).reduce(ConfusionMatrix::plus).orElseThrow());
  }

  /**
   * The statistics of each group of the items, such as a speaker or a gender, by the group's name.
   *
   * @param groupOf from an item's name to its group's name
   */
  public static SortedMap<String, CellStatistics> by(
      UnaryOperator<String> groupOf,
      List<Answers> runs,
      AbsentClass absent,
      BootstrapOptions options) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one run, found none.");
    }
    Answers first = runs.get(0);
    List<SortedMap<String, Answers>> groups =
        runs.stream().map(run -> run.inOrderOf(first).by(groupOf)).toList();
    SortedMap<String, CellStatistics> statistics = new TreeMap<>();
    for (String group : groups.get(0).keySet()) {
      List<Answers> ofGroup = groups.stream().map(run -> run.get(group)).toList();
      statistics.put(group, of(ofGroup, absent, options));
    }
    return statistics;
  }

  private static double[] values(ConfusionMatrix matrix, AbsentClass absent) {
    double[] recall = Metrics.recall(matrix, AbsentClass.NAN);
    double[] values = new double[BEFORE_RECALL + recall.length];
    values[0] = Metrics.uar(matrix, absent);
    values[1] = Metrics.macroF1(matrix, absent);
    values[2] = Metrics.accuracy(matrix);
    System.arraycopy(recall, 0, values, BEFORE_RECALL, recall.length);
    return values;
  }

  /** The mean over runs of each value. */
  private static double[] means(List<ConfusionMatrix> matrices, AbsentClass absent) {
    double[] means = new double[BEFORE_RECALL + matrices.get(0).labels().size()];
    for (ConfusionMatrix matrix : matrices) {
      double[] values = values(matrix, absent);
      for (int i = 0; i < means.length; i++) {
        means[i] += values[i] / matrices.size();
      }
    }
    return means;
  }

  private static Measure measure(double[][] values, List<Interval> intervals, int index) {
    double[] ofRuns = Arrays.stream(values).mapToDouble(run -> run[index]).toArray();
    return new Measure(Spread.of(ofRuns), intervals.get(index));
  }
}
