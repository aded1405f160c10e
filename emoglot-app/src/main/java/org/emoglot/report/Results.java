package org.emoglot.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;

/** What the statistics make of a set of runs, each computed once. */
final class Results {

  private final Map<List<String>, CellStatistics> cells = new LinkedHashMap<>();
  private final List<Pair> pairs;

  private Results(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  static Results of(RunSet set) {
    Results results = new Results(Comparisons.of(set));
    for (RunGroup group : set.groups()) {
      CellStatistics cell =
          CellStatistics.of(
              group.runs().stream().map(Run::answers).toList(),
              AbsentClass.SKIP,
              BootstrapOptions.DEFAULT);
      group
          .settings()
          .forEach(setting -> results.cells.put(List.of(setting, group.system()), cell));
    }
    return results;
  }

  Optional<CellStatistics> cell(String setting, String system) {
    return Optional.ofNullable(cells.get(List.of(setting, system)));
  }

  /** Of trainings that fill one or several cells. */
  CellStatistics cell(RunGroup group) {
    return cell(group.settings().get(0), group.system()).orElseThrow();
  }

  /** Every comparison once, for any number of settings with it. */
  List<Pair> pairs() {
    return pairs;
  }

  /** The comparisons of two systems, in this order. */
  List<Pair> pairs(String first, String second) {
    return pairs.stream()
        .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
        .toList();
  }

  Optional<Pair> pair(String setting, String first, String second) {
    return pairs(first, second).stream()
        .filter(pair -> pair.settings().contains(setting))
        .findFirst();
  }
}
