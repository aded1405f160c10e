package org.emoglot.grid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.emoglot.experiment.RunSettings;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * The trainings of some variants of the settings: each on every task and with every seed, once
 * where tasks share it.
 */
public final class Study {

  private final StudyRequest request;
  private final List<String> tasks;
  private final Map<String, Variant> variants = new LinkedHashMap<>();
  private final Map<String, GridRun> runs = new LinkedHashMap<>();
  private final Map<String, Set<String>> runsOf = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Workload workload;

  private Study(StudyRequest request) {
    this.request = request;
    this.notes.addAll(request.notes());
    GridRequest asked = request.grid();
    DevelopmentTasks development = new DevelopmentTasks(asked.presetName(), asked.preset());
    this.tasks = request.tasks().isEmpty() ? development.all() : request.tasks();
    requireTargets();
    for (Task task : tasks()) {
      if (request.choosing()) {
        development.require(task);
      } else if (!development.allow(task)) {
        notes.add(
            "NOT A DEVELOPMENT TASK: %s is evaluated on a target of the preset %s, so nothing here may choose a hyper-parameter."
                .formatted(task, asked.presetName()));
      }
    }
    requireEffect(asked);
    Preset preset = asked.preset();
    Preset these =
        new Preset(tasks, preset.corpora(), preset.paperCounts(), Map.of(), preset.backbones());
    List<Workload> workloads = new ArrayList<>();
    for (Variant variant : request.variants()) {
      if (variants.putIfAbsent(variant.id(), variant) == null) {
        workloads.add(add(variant, Grid.of(with(asked, these, variant)), development));
      }
    }
    Workload first = workloads.get(0);
    this.workload =
        new Workload(
            first.labels(),
            first.manifest(),
            first.manifestFingerprints(),
            first.allowHeard(),
            first.out(),
            List.of(),
            List.copyOf(runs.values()));
  }

  /**
   * Plans a study; nothing is read but what the request holds.
   *
   * @throws InvalidInputException if it may not or cannot be done
   */
  public static Study of(StudyRequest request) {
    return new Study(request);
  }

  private static GridRequest with(GridRequest asked, Preset tasks, Variant variant) {
    return new GridRequest(
        tasks,
        asked.presetName(),
        asked.labels(),
        asked.manifest(),
        asked.manifestFingerprints(),
        asked.systems(),
        asked.seeds(),
        asked.backbones(),
        variant.settings(),
        asked.allowHeard(),
        asked.countsChecked(),
        asked.out());
  }

  private Workload add(Variant variant, Grid grid, DevelopmentTasks development) {
    notes.addAll(grid.notes());
    for (Cell cell : grid.cells()) {
      GridRun run = grid.run(cell);
      String name = run.name() + "-" + variant.id();
      runs.putIfAbsent(
          name, new GridRun(name, run.plan(), run.seed(), run.backbone(), run.settings()));
      runsOf.computeIfAbsent(variant.id(), id -> new LinkedHashSet<>()).add(name);
      watchTargets(run, development);
    }
    return grid.workload();
  }

  private void watchTargets(GridRun run, DevelopmentTasks development) {
    SortedSet<String> validating = new TreeSet<>();
    if (request.selection() == Selection.VALIDATION) {
      validating.addAll(development.targetsAmong(run.plan().validation()));
    }
    if (request.choosing() && !validating.isEmpty()) {
      throw new InvalidInputException(
          "Expected a selection by validation clips without targets of the preset, found %s in those of %s: select by development."
              .formatted(upper(validating), run.plan().task()));
    }
    SortedSet<String> training = development.targetsAmong(run.plan().training());
    if (!training.isEmpty() && development.allow(run.plan().task())) {
      notes.add(
          "%s of %s also trains on %s, which are targets of the preset: they are not evaluated here, but they influence the choice."
              .formatted(run.plan().system(), run.plan().task(), upper(training)));
    }
  }

  private static String upper(Set<String> codes) {
    return String.join(", ", codes).toUpperCase(Locale.ROOT);
  }

  /** Each target counts the same, so there are as many trainings for each. */
  private void requireTargets() {
    Map<Optional<Language>, Long> counts =
        tasks().stream().collect(Collectors.groupingBy(Task::target, Collectors.counting()));
    if (counts.containsKey(Optional.empty()) || new HashSet<>(counts.values()).size() > 1) {
      throw new InvalidInputException(
          "Expected tasks with a target, and equally many per target, such as EN-UR and CN-UR or all-UR and all-EN, found %s."
              .formatted(tasks));
    }
  }

  /** A factor that acts in no training of any variant would only seem to make no difference. */
  private void requireEffect(GridRequest asked) {
    TrainingSystem system = asked.systems().get(0);
    List<RunSettings> acting =
        request.variants().stream()
            .flatMap(
                variant ->
                    tasks().stream()
                        .map(task -> variant.settings().acting(system, asked.backbones().of(task))))
            .toList();
    for (String factor : request.factors()) {
      if (acting.stream().noneMatch(settings -> settings.acts(factor))) {
        throw new InvalidInputException(
            "Expected a system on which %s acts, found %s, on the backbone %s: choose another --system, such as proposed, or another --backbone."
                .formatted(factor, system, asked.backbones().of(tasks().get(0))));
      }
    }
  }

  /** What was asked for. */
  public StudyRequest request() {
    return request;
  }

  /** What is trained and measured. */
  public List<Task> tasks() {
    return tasks.stream().map(Task::parse).toList();
  }

  /** What differs from what one might expect, in sentences. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Every variant, once. */
  public List<Variant> variants() {
    return List.copyOf(variants.values());
  }

  /** Every training, and what they have in common. */
  public Workload workload() {
    return workload;
  }

  /** The names of a variant's trainings. */
  List<String> runsOf(Variant variant) {
    return List.copyOf(runsOf.getOrDefault(variant.id(), Set.of()));
  }
}
