package org.emoglot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.Comparison;
import org.emoglot.statistics.Holm;
import org.emoglot.statistics.PermutationOptions;

/**
 * Compares systems in every setting, each pair of trainings once, and corrects for their number.
 */
final class Comparisons {

  private Comparisons() {}

  /** Of every two systems that answer the same clips: the later in the paper's order first. */
  static List<Pair> of(RunSet set) {
    List<Pair> pairs = new ArrayList<>();
    List<String> systems = set.systems().stream().filter(set::comparable).toList();
    for (int i = 0; i < systems.size(); i++) {
      for (int j = 0; j < i; j++) {
        pairs.addAll(corrected(compare(set, systems.get(i), systems.get(j))));
      }
    }
    return pairs;
  }

  /** One comparison for all settings that share the trainings of both systems. */
  private static List<Pair> compare(RunSet set, String first, String second) {
    Map<List<RunGroup>, List<String>> settings = new LinkedHashMap<>();
    for (String setting : set.settings()) {
      Optional<RunGroup> a = set.group(setting, first);
      Optional<RunGroup> b = set.group(setting, second);
      if (a.isPresent() && b.isPresent()) {
        settings
            .computeIfAbsent(List.of(a.get(), b.get()), groups -> new ArrayList<>())
            .add(setting);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    settings.forEach(
        (groups, of) -> {
          List<Run> a = groups.get(0).withSeedsOf(groups.get(1));
          List<Run> b = groups.get(1).withSeedsOf(groups.get(0));
          if (!a.isEmpty()) {
            pairs.add(uncorrected(of, a, b));
          }
        });
    return pairs;
  }

  private static Pair uncorrected(List<String> settings, List<Run> first, List<Run> second) {
    Comparison comparison =
        Comparison.of(
            answers(first),
            answers(second),
            AbsentClass.SKIP,
            BootstrapOptions.DEFAULT,
            PermutationOptions.DEFAULT);
    return new Pair(
        settings,
        first.get(0).system(),
        second.get(0).system(),
        first.stream().map(Run::seed).toList(),
        comparison,
        comparison.permutation().p(),
        comparison.mcNemar().stream().map(test -> test.p()).toList());
  }

  private static List<Answers> answers(List<Run> runs) {
    return runs.stream().map(Run::answers).toList();
  }

  /** The same pairs, with p-values corrected for the number of comparisons of the two systems. */
  private static List<Pair> corrected(List<Pair> pairs) {
    Map<Pair, Double> permutation = holm(pairs, Pair::p);
    Set<Long> seeds = new TreeSet<>(); // in the order of the runs
    pairs.forEach(pair -> seeds.addAll(pair.seeds()));
    Map<Pair, List<Double>> mcNemar = new LinkedHashMap<>();
    for (long seed : seeds) {
      List<Pair> with = pairs.stream().filter(pair -> pair.seeds().contains(seed)).toList();
      holm(with, pair -> pair.mcNemar().get(pair.seeds().indexOf(seed)))
          .forEach((pair, p) -> mcNemar.computeIfAbsent(pair, k -> new ArrayList<>()).add(p));
    }
    return pairs.stream()
        .map(
            pair ->
                new Pair(
                    pair.settings(),
                    pair.first(),
                    pair.second(),
                    pair.seeds(),
                    pair.comparison(),
                    permutation.getOrDefault(pair, Double.NaN),
                    mcNemar.getOrDefault(pair, List.of())))
        .toList();
  }

  /** Without the tests that were not possible. */
  private static Map<Pair, Double> holm(List<Pair> pairs, ToDoubleFunction<Pair> p) {
    List<Pair> tested =
        pairs.stream().filter(pair -> !Double.isNaN(p.applyAsDouble(pair))).toList();
    double[] adjusted = Holm.adjust(tested.stream().mapToDouble(p).toArray());
    Map<Pair, Double> byPair = new LinkedHashMap<>();
    for (int i = 0; i < adjusted.length; i++) {
      byPair.put(tested.get(i), adjusted[i]);
    }
    return byPair;
  }
}
