package org.emoglot.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.RunRecord;
import org.emoglot.statistics.Spread;

/**
 * The content of {@code results.json}: every setting and system over its seeds.
 *
 * @param preset as it was asked for
 * @param hashes what all runs have in common
 * @param seeds of every entry
 * @param entries in the preset's order
 * @param means of every system over its settings, by set
 */
public record GridResults(
    String preset,
    Map<String, String> hashes,
    List<Long> seeds,
    List<Entry> entries,
    List<Mean> means) {

  public static final String FILE = "results.json";

  /**
   * One setting and system on one set; shares are in [0, 1].
   *
   * @param set {@code all}, the whole target corpus, or {@code test}, its test split
   * @param main whether it is the widest set of the system: {@code test} for the upper bound alone
   * @param uar over the seeds
   * @param macroF1 over the seeds
   */
  public record Entry(
      String setting, String system, String set, boolean main, Spread uar, Spread macroF1) {}

  /** Means over the settings of a system's means over seeds, on one set. */
  public record Mean(
      String system, String set, boolean main, int settings, double uar, double macroF1) {}

  static GridResults of(Grid grid, Map<String, RunRecord> done) {
    Map<List<String>, List<RunRecord>> bySetting = new LinkedHashMap<>();
    for (Cell cell : grid.cells()) {
      bySetting
          .computeIfAbsent(List.of(cell.setting(), cell.system()), key -> new ArrayList<>())
          .add(Objects.requireNonNull(done.get(cell.run())));
    }
    List<Entry> entries = new ArrayList<>();
    bySetting.forEach((key, records) -> entries.addAll(entries(key, records)));
    return new GridResults(
        grid.request().presetName(),
        grid.hashes(),
        grid.request().seeds(),
        entries,
        means(entries));
  }

  private static List<Entry> entries(List<String> key, List<RunRecord> records) {
    RunRecord first = records.get(0);
    return RunRecord.sets().stream()
        .filter(first.results()::containsKey)
        .map(
            set ->
                new Entry(
                    key.get(0),
                    key.get(1),
                    set,
                    first.main().equals(first.results().get(set)),
                    spread(records, set, EvaluationResult::uar),
                    spread(records, set, EvaluationResult::macroF1)))
        .toList();
  }

  private static Spread spread(
      List<RunRecord> records, String set, ToDoubleFunction<EvaluationResult> measure) {
    return Spread.of(
        records.stream()
            .map(record -> Objects.requireNonNull(record.results().get(set)))
            .mapToDouble(measure)
            .toArray());
  }

  private static List<Mean> means(List<Entry> entries) {
    Map<List<Object>, List<Entry>> bySystem = new LinkedHashMap<>();
    for (Entry entry : entries) {
      bySystem
          .computeIfAbsent(
              List.of(entry.system(), entry.set(), entry.main()), key -> new ArrayList<>())
          .add(entry);
    }
    return bySystem.values().stream()
        .map(
            of ->
                new Mean(
                    of.get(0).system(),
                    of.get(0).set(),
                    of.get(0).main(),
                    of.size(),
                    mean(of, entry -> entry.uar().mean()),
                    mean(of, entry -> entry.macroF1().mean())))
        .toList();
  }

  private static double mean(List<Entry> entries, ToDoubleFunction<Entry> measure) {
    return entries.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }
}
