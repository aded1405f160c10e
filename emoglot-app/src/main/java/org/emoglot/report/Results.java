package org.emoglot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;
import org.emoglot.statistics.Comparison;
import org.emoglot.statistics.Holm;
import org.emoglot.statistics.PermutationOptions;

/** What the statistics make of a set of runs, each computed once. */
final class Results {

  private final Map<List<String>, CellStatistics> cells = new LinkedHashMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Two systems in one setting, over the seeds that both have.
   *
   * @param p of the permutation test, Holm-corrected over the settings of this pair of systems; NaN
   *     where no test was possible
   */
  record Pair(String setting, String first, String second, Comparison comparison, double p) {

    /** Two stars below 0.01, one below 0.05. */
    String mark() {
      return p < 0.01 ? "**" : p < 0.05 ? "*" : "";
    }
  }

  static Results of(RunSet set) {
    Results results = new Results();
    for (String setting : set.settings()) {
      for (String system : set.systems()) {
        List<Answers> runs = set.cell(setting, system).stream().map(Run::answers).toList();
        if (!runs.isEmpty()) {
          results.cells.put(
              List.of(setting, system),
              CellStatistics.of(runs, AbsentClass.SKIP, BootstrapOptions.DEFAULT));
        }
      }
    }
    List<String> systems = set.systems().stream().filter(set::comparable).toList();
    for (int i = 0; i < systems.size(); i++) {
      for (int j = 0; j < i; j++) {
        results.compare(set, systems.get(i), systems.get(j));
      }
    }
    return results;
  }

  private void compare(RunSet set, String first, String second) {
    Map<String, Comparison> comparisons = new LinkedHashMap<>();
    for (String setting : set.settings()) {
      List<Run> ofFirst = set.cell(setting, first);
      List<Run> ofSecond = set.cell(setting, second);
      List<Answers> a = withSeedsOf(ofSecond, ofFirst);
      if (!a.isEmpty()) {
        comparisons.put(
            setting,
            Comparison.of(
                a,
                withSeedsOf(ofFirst, ofSecond),
                AbsentClass.SKIP,
                BootstrapOptions.DEFAULT,
                PermutationOptions.DEFAULT));
      }
    }
    List<String> tested =
        comparisons.keySet().stream()
            .filter(setting -> !Double.isNaN(p(comparisons, setting)))
            .toList();
    double[] adjusted =
        Holm.adjust(tested.stream().mapToDouble(setting -> p(comparisons, setting)).toArray());
    comparisons.forEach(
        (setting, comparison) -> {
          int index = tested.indexOf(setting);
          pairs.add(
              new Pair(
                  setting, first, second, comparison, index < 0 ? Double.NaN : adjusted[index]));
        });
  }

  private static double p(Map<String, Comparison> comparisons, String setting) {
    Comparison comparison = comparisons.get(setting);
    return comparison == null ? Double.NaN : comparison.permutation().p();
  }

  private static List<Answers> withSeedsOf(List<Run> others, List<Run> runs) {
    List<Long> seeds = others.stream().map(Run::seed).toList();
    return runs.stream().filter(run -> seeds.contains(run.seed())).map(Run::answers).toList();
  }

  Optional<CellStatistics> cell(String setting, String system) {
    return Optional.ofNullable(cells.get(List.of(setting, system)));
  }

  List<Pair> pairs() {
    return pairs;
  }

  Optional<Pair> pair(String setting, String first, String second) {
    return pairs.stream()
        .filter(p -> p.setting().equals(setting))
        .filter(p -> p.first().equals(first) && p.second().equals(second))
        .findFirst();
  }
}
