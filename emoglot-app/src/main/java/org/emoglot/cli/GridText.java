package org.emoglot.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.emoglot.experiment.RunRecord;
import org.emoglot.grid.Backbones;
import org.emoglot.grid.GridOutlook;
import org.emoglot.grid.GridProgress;
import org.emoglot.grid.GridResults;
import org.emoglot.grid.Preset;
import org.emoglot.grid.TrainingSize;
import org.emoglot.metric.Interval;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.report.TextTable;
import org.emoglot.statistics.Spread;

/** What a grid will do, does and has found, for people. */
final class GridText {

  private static final String NOTHING = "-";

  private GridText() {}

  /**
   * What would be run.
   *
   * @param preset names the encoders, unless the command line does
   */
  static String of(GridOutlook outlook, Preset preset) {
    List<String> header = new ArrayList<>(List.of("setting"));
    List<String> systems = systems(outlook);
    boolean paper = outlook.settings().stream().anyMatch(row -> !row.paper().isEmpty());
    systems.forEach(
        system -> header.addAll(List.of(title(TrainingSystem.of(system).trains()), "speakers")));
    if (paper) {
      header.addAll(List.of("paper's", "speakers"));
    }
    header.add("evaluated on");
    TextTable table = TextTable.of(header.toArray(String[]::new));
    for (GridOutlook.Setting row : outlook.settings()) {
      List<Object> cells = new ArrayList<>(List.of(row.setting()));
      systems.forEach(system -> add(cells, sizeOf(row, system)));
      if (paper) {
        add(cells, row.paper());
      }
      cells.add(row.evaluation());
      table.row(cells.toArray());
    }
    return "Training utterances and speakers of every setting:\n\n%s\nEncoders:\n%s\n%s%d cells are filled by %d trainings; %s.\n"
        .formatted(
            table,
            encoders(outlook, preset),
            notes(outlook.notes()),
            outlook.cells(),
            outlook.progress().runs(),
            of(outlook.progress()));
  }

  /** The encoder of every setting, and which one it replaces. */
  private static String encoders(GridOutlook outlook, Preset preset) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (GridOutlook.Setting row : outlook.settings()) {
      outlook.plan().stream()
          .filter(training -> training.fills().contains(row.setting()))
          .map(GridOutlook.Training::backbone)
          .findFirst()
          .map(encoder -> encoder + inPlaceOf(encoder, row.setting(), preset))
          .ifPresent(
              encoder ->
                  settings.computeIfAbsent(encoder, e -> new ArrayList<>()).add(row.setting()));
    }
    return settings.entrySet().stream()
        .map(e -> "  %s: %s\n".formatted(String.join(", ", e.getValue()), e.getKey()))
        .collect(Collectors.joining());
  }

  private static String inPlaceOf(String encoder, String setting, Preset preset) {
    String usual = Backbones.of(List.of(), preset).of(Task.parse(setting));
    return encoder.equals(usual) || preset.backbones().isEmpty()
        ? ""
        : " (by --backbone, instead of %s from the preset)".formatted(usual);
  }

  /** One for each amount of training data: what trains on the same needs one column. */
  private static List<String> systems(GridOutlook outlook) {
    List<String> first = new ArrayList<>();
    for (TrainingSystem.Trains trains : TrainingSystem.Trains.values()) {
      outlook.settings().stream()
          .flatMap(row -> row.training().keySet().stream())
          .filter(id -> TrainingSystem.of(id).trains() == trains)
          .findFirst()
          .ifPresent(first::add);
    }
    return first;
  }

  private static String title(TrainingSystem.Trains trains) {
    return switch (trains) {
      case SOURCE -> "source";
      case ALL_BUT_TARGET -> "all but target";
      case TARGET -> "target";
    };
  }

  private static List<TrainingSize> sizeOf(GridOutlook.Setting row, String system) {
    TrainingSize size = row.training().get(system);
    return size == null ? List.of() : List.of(size);
  }

  private static void add(List<Object> cells, List<TrainingSize> size) {
    cells.add(size.isEmpty() ? NOTHING : size.get(0).utterances());
    cells.add(size.isEmpty() ? NOTHING : size.get(0).speakers());
  }

  private static String notes(List<String> notes) {
    return notes.isEmpty() ? "" : String.join("\n", notes) + "\n";
  }

  /** How far it has come, in half a sentence. */
  static String of(GridProgress progress) {
    String counts = "%d done, %d left".formatted(progress.done(), progress.left());
    return progress.left() == 0 || Double.isNaN(progress.secondsLeft())
        ? counts
        : counts
            + String.format(
                Locale.ROOT,
                ", %.0f s each so far, about %s left",
                progress.secondsEach(),
                clock(Math.round(progress.secondsLeft())));
  }

  private static String clock(long seconds) {
    return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** What was found. */
  static String of(GridResults results) {
    List<GridResults.Entry> main =
        results.entries().stream().filter(e -> e.main() && e.shots() == 0).toList();
    List<String> systems = main.stream().map(GridResults.Entry::system).distinct().toList();
    List<String> header = new ArrayList<>(List.of("setting"));
    header.addAll(systems);
    TextTable table = TextTable.of(header.toArray(String[]::new));
    for (String setting : main.stream().map(GridResults.Entry::setting).distinct().toList()) {
      List<Object> cells = new ArrayList<>(List.of(setting));
      for (String system : systems) {
        cells.add(uar(main, e -> e.setting().equals(setting) && e.system().equals(system)));
      }
      table.row(cells.toArray());
    }
    List<Object> means = new ArrayList<>(List.of("mean"));
    for (String system : systems) {
      results.means().stream()
          .filter(mean -> mean.main() && mean.shots() == 0 && mean.system().equals(system))
          .findFirst()
          .ifPresent(mean -> means.add(percent(mean.uar())));
    }
    table.row(means.toArray());
    int seeds = results.seeds().size();
    return "UAR in %%, mean%s over %d seed%s, on the whole target corpus%s:\n\n%s%s"
        .formatted(
            seeds > 1 ? " and standard deviation" : "",
            seeds,
            seeds > 1 ? "s" : "",
            systems.contains(TrainingSystem.UPPER_BOUND.id())
                ? " (the upper bound, trained on a part of it: on its test split)"
                : "",
            table,
            curve(results) + AdaptedText.of(results));
  }

  /** What some labelled utterances of the target add, on utterances that are the same for all. */
  private static String curve(GridResults results) {
    List<Integer> shots =
        results.entries().stream().map(GridResults.Entry::shots).distinct().sorted().toList();
    if (shots.size() < 2) {
      return "";
    }
    List<GridResults.Entry> heldOut =
        results.entries().stream().filter(e -> e.set().equals(RunRecord.HELD_OUT)).toList();
    List<String> header = new ArrayList<>(List.of("setting", "system"));
    shots.forEach(k -> header.add("k = " + k));
    TextTable table = TextTable.of(header.toArray(String[]::new));
    heldOut.stream()
        .map(e -> List.of(e.setting(), e.system()))
        .distinct()
        .forEach(
            row -> {
              List<Object> cells = new ArrayList<>(row);
              for (int k : shots) {
                cells.add(
                    heldOut.stream()
                        .filter(e -> e.shots() == k && row.equals(List.of(e.setting(), e.system())))
                        .findFirst()
                        .map(GridText::withInterval)
                        .orElse(NOTHING));
              }
              table.row(cells.toArray());
            });
    return """

    UAR in %% with k labelled utterances per emotion of the target (few-shot), on its clips outside the
    training split:

    %s\
    """
        .formatted(table);
  }

  /** The spread over seeds; of a single seed, the interval over clips. */
  private static String withInterval(GridResults.Entry entry) {
    Interval interval = entry.intervals().get(0);
    return entry.uar().count() > 1
        ? of(entry.uar())
        : "%s [%s %s]"
            .formatted(
                of(entry.uar()),
                String.format(Locale.ROOT, "%.1f", 100 * interval.low()),
                String.format(Locale.ROOT, "%.1f", 100 * interval.high()));
  }

  private static String uar(List<GridResults.Entry> entries, Predicate<GridResults.Entry> wanted) {
    return entries.stream()
        .filter(wanted)
        .findFirst()
        .map(GridResults.Entry::uar)
        .map(GridText::of)
        .orElse(NOTHING);
  }

  private static String of(Spread uar) {
    return uar.count() == 1
        ? percent(uar.mean())
        : percent(uar.mean()) + " ± " + percent(uar.deviation());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
