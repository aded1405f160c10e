package org.emoglot.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.emoglot.data.Language;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.experiment.RunRecord;
import org.emoglot.metric.Answers;
import org.emoglot.protocol.Task;
import org.emoglot.statistics.Measure;
import org.emoglot.statistics.Spread;

/**
 * The content of {@code results.json}: what the variants have reached. Shares are in [0, 1].
 *
 * @param preset as it was asked for
 * @param tasks what was measured on
 * @param system id of the training system
 * @param seeds of everything random
 * @param adaptation what of the encoder was trained
 * @param selection what the ranking goes by
 * @param set {@code all}, the whole target corpus, or {@code test}, its test split
 * @param manifests SHA-256 of the utterances that took part
 * @param notes what differs from what one might expect, in sentences
 * @param ranking the variants, the best first
 * @param factors what each setting does
 */
public record StudyResults(
    String preset,
    List<String> tasks,
    String system,
    List<Long> seeds,
    String adaptation,
    String selection,
    String set,
    String manifests,
    List<String> notes,
    List<Entry> ranking,
    List<Factor> factors) {

  public static final String FILE = "results.json";

  /**
   * A variant.
   *
   * @param variant its name
   * @param settingsHash of all its settings
   * @param values of the factors, in all variants
   * @param trainings over tasks and seeds; tasks that share one count once
   * @param uar on the target of the tasks, or in the mean over their targets: spread over the
   *     trainings, interval over the clips
   * @param macroF1 the same of Macro-F1
   * @param validation UAR of the best weights on the validation clips
   */
  public record Entry(
      String variant,
      String settingsHash,
      Map<String, String> values,
      int trainings,
      Measure uar,
      Measure macroF1,
      Spread validation) {}

  /**
   * What a setting does, over the variants that differ in nothing else from the base, or, where all
   * settings were crossed, over all with a value.
   */
  public record Factor(String key, List<Level> levels) {}

  /**
   * A value of a setting.
   *
   * @param value as YAML
   * @param variants how many have it
   * @param trainings of them
   * @param uar over these
   */
  public record Level(String value, int variants, int trainings, Measure uar) {}

  static StudyResults of(Study study, Map<String, RunRecord> done) {
    GridRequest asked = study.request().grid();
    Map<String, List<RunRecord>> records = new LinkedHashMap<>();
    Map<String, Map<Language, List<Answers>>> answers = new LinkedHashMap<>();
    for (Variant variant : study.variants()) {
      List<RunRecord> of = new ArrayList<>();
      Map<Language, List<Answers>> said = new LinkedHashMap<>();
      for (String run : study.runsOf(variant)) {
        RunRecord record = Objects.requireNonNull(done.get(run));
        of.add(record);
        said.computeIfAbsent(
                Task.parse(record.task()).target().orElseThrow(), l -> new ArrayList<>())
            .add(
                PredictionTable.answers(
                    GridRecord.folder(asked.out(), run).resolve(PredictionTable.FILE),
                    asked.labels(),
                    !record.results().containsKey(RunRecord.ALL)));
      }
      records.put(variant.id(), of);
      answers.put(variant.id(), said);
    }
    List<Entry> ranking = new ArrayList<>();
    for (Variant variant : study.variants()) {
      List<RunRecord> of = Objects.requireNonNull(records.get(variant.id()));
      AcrossTargets statistics = statistics(List.of(variant), answers);
      ranking.add(
          new Entry(
              variant.id(),
              variant.settings().hash(),
              values(study, variant),
              of.size(),
              statistics.uar(),
              statistics.macroF1(),
              Spread.of(of.stream().mapToDouble(r -> r.training().bestUar()).toArray())));
    }
    Comparator<Entry> best =
        Comparator.comparingDouble(entry -> -value(entry, study.request().selection()));
    ranking.sort(best); // stable: what is named first wins a tie
    RunRecord first = records.values().iterator().next().get(0);
    return new StudyResults(
        asked.presetName(),
        study.tasks().stream().map(Task::id).toList(),
        first.system(),
        asked.seeds(),
        asked.settings().adaptation().kind().id(),
        study.request().selection().id(),
        first.results().containsKey(RunRecord.ALL) ? RunRecord.ALL : RunRecord.TEST,
        study.workload().manifest().fingerprint(),
        study.notes(),
        ranking,
        study.request().factors().stream().map(key -> factor(key, study, answers)).toList());
  }

  private static AcrossTargets statistics(
      List<Variant> variants, Map<String, Map<Language, List<Answers>>> answers) {
    Map<Language, List<Answers>> byTarget = new LinkedHashMap<>();
    for (Variant variant : variants) {
      Objects.requireNonNull(answers.get(variant.id()))
          .forEach(
              (target, runs) ->
                  byTarget.computeIfAbsent(target, l -> new ArrayList<>()).addAll(runs));
    }
    return AcrossTargets.of(List.copyOf(byTarget.values()));
  }

  static double value(Entry entry, Selection selection) {
    return switch (selection) {
      case DEVELOPMENT -> entry.uar().mean();
      case VALIDATION -> entry.validation().mean();
    };
  }

  private static Map<String, String> values(Study study, Variant variant) {
    Map<String, String> values = new LinkedHashMap<>();
    study.request().factors().forEach(key -> values.put(key, SettingsYaml.value(variant, key)));
    return values;
  }

  private static Factor factor(
      String key, Study study, Map<String, Map<Language, List<Answers>>> answers) {
    boolean crossed = study.variants().stream().anyMatch(variant -> variant.values().size() > 1);
    Map<String, List<Variant>> byValue = new LinkedHashMap<>();
    for (Variant variant : study.variants()) {
      if (crossed || new TreeSet<>(List.of(key)).containsAll(variant.values().keySet())) {
        byValue
            .computeIfAbsent(SettingsYaml.value(variant, key), value -> new ArrayList<>())
            .add(variant);
      }
    }
    List<Level> levels = new ArrayList<>();
    byValue.forEach(
        (value, variants) -> {
          int trainings = variants.stream().mapToInt(v -> study.runsOf(v).size()).sum();
          levels.add(
              new Level(value, variants.size(), trainings, statistics(variants, answers).uar()));
        });
    levels.sort(Comparator.comparingDouble(level -> number(level.value())));
    return new Factor(key, levels);
  }

  /** Numbers stand in their order, words behind them as they were asked for. */
  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
