package org.emoglot.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.UnlabelledTier;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.Interval;
import org.emoglot.statistics.Spread;

/**
 * The content of {@code results.json}: every setting and system over its seeds.
 *
 * @param preset as it was asked for
 * @param hashes what all runs have in common
 * @param seeds of every entry
 * @param entries in the preset's order, those of few-shot systems last, by their shots
 * @param means of every system over its settings, by set and shots
 * @param adapted what each entry reaches once it is adapted to clips of the target without labels
 */
public record GridResults(
    String preset,
    Map<String, String> hashes,
    List<Long> seeds,
    List<Entry> entries,
    List<Mean> means,
    List<Adapted> adapted) {

  public static final String FILE = "results.json";

  /**
   * One setting and system on one set; shares are in [0, 1].
   *
   * @param shots labelled utterances of each emotion of the target that were trained on
   * @param set {@code all}, the whole target corpus; {@code held-out}, what of it lies outside its
   *     training split; or {@code test}, its test split
   * @param main whether it is the widest set of the system: {@code test} only for the upper bound,
   *     and {@code held-out} for few-shot systems
   * @param uar over the seeds
   * @param intervals of the UAR of each seed by itself, 95 %, in the order of the seeds
   * @param macroF1 over the seeds
   */
  public record Entry(
      String setting,
      String system,
      int shots,
      String set,
      boolean main,
      Spread uar,
      List<Interval> intervals,
      Spread macroF1) {}

  /** Means over the settings of a system's means over seeds, on one set. */
  public record Mean(
      String system,
      int shots,
      String set,
      boolean main,
      int settings,
      double uar,
      double macroF1) {}

  /**
   * The tier {@code adapted (n unlabelled clips)} of a setting and system, over the seeds.
   *
   * @param shots labelled utterances of each emotion of the target that were trained on
   * @param kind of the samples, see {@link UnlabelledTier.Result}
   * @param clips n
   * @param uar mean over the seeds
   * @param gain over the unadapted model on the same clips
   * @param p of each seed, in their order
   */
  public record Adapted(
      String setting,
      String system,
      int shots,
      String kind,
      int clips,
      double uar,
      double gain,
      List<Double> p) {}

  private record Key(String setting, String system, int shots) {}

  static GridResults of(Grid grid, Map<String, RunRecord> done) {
    Map<Key, List<RunRecord>> bySetting = new LinkedHashMap<>();
    for (Cell cell : grid.cells()) {
      int shots = grid.run(cell).plan().shots().perEmotion();
      bySetting
          .computeIfAbsent(new Key(cell.setting(), cell.system(), shots), key -> new ArrayList<>())
          .add(Objects.requireNonNull(done.get(cell.run())));
    }
    List<Entry> entries = new ArrayList<>();
    bySetting.forEach((key, records) -> entries.addAll(entries(key, records)));
    return new GridResults(
        grid.request().presetName(),
        grid.hashes(),
        grid.request().seeds(),
        entries,
        means(entries),
        bySetting.entrySet().stream()
            .flatMap(row -> adapted(row.getKey(), row.getValue()))
            .toList());
  }

  private static Stream<Adapted> adapted(Key key, List<RunRecord> records) {
    return records.get(0).unlabelled().results().stream()
        .map(
            first -> {
              List<UnlabelledTier.Result> seeds =
                  records.stream()
                      .flatMap(record -> record.unlabelled().results().stream())
                      .filter(
                          result ->
                              result.kind().equals(first.kind()) && result.clips() == first.clips())
                      .toList();
              return new Adapted(
                  key.setting(),
                  key.system(),
                  key.shots(),
                  first.kind(),
                  first.clips(),
                  mean(seeds, UnlabelledTier.Result::uar),
                  mean(seeds, UnlabelledTier.Result::gain),
                  seeds.stream().map(UnlabelledTier.Result::p).toList());
            });
  }

  private static List<Entry> entries(Key key, List<RunRecord> records) {
    return RunRecord.sets().stream()
        .filter(set -> records.stream().allMatch(record -> record.results().containsKey(set)))
        .map(
            set ->
                new Entry(
                    key.setting(),
                    key.system(),
                    key.shots(),
                    set,
                    set.equals(records.get(0).mainSet()),
                    spread(records, set, EvaluationResult::uar),
                    results(records, set).map(GridResults::interval).toList(),
                    spread(records, set, EvaluationResult::macroF1)))
        .toList();
  }

  private static Stream<EvaluationResult> results(List<RunRecord> records, String set) {
    return records.stream().map(record -> Objects.requireNonNull(record.results().get(set)));
  }

  private static Interval interval(EvaluationResult result) {
    return new Interval(
        result.uar(), result.uarLow(), result.uarHigh(), BootstrapOptions.DEFAULT.level());
  }

  private static Spread spread(
      List<RunRecord> records, String set, ToDoubleFunction<EvaluationResult> measure) {
    return Spread.of(results(records, set).mapToDouble(measure).toArray());
  }

  private static List<Mean> means(List<Entry> entries) {
    Map<List<Object>, List<Entry>> bySystem = new LinkedHashMap<>();
    for (Entry entry : entries) {
      bySystem
          .computeIfAbsent(
              List.of(entry.system(), entry.shots(), entry.set(), entry.main()),
              key -> new ArrayList<>())
          .add(entry);
    }
    return bySystem.values().stream()
        .map(
            of ->
                new Mean(
                    of.get(0).system(),
                    of.get(0).shots(),
                    of.get(0).set(),
                    of.get(0).main(),
                    of.size(),
                    mean(of, entry -> entry.uar().mean()),
                    mean(of, entry -> entry.macroF1().mean())))
        .toList();
  }

  private static <T> double mean(List<T> items, ToDoubleFunction<T> measure) {
    return items.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }
}
