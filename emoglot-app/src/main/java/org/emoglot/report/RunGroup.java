package org.emoglot.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * One system's trainings over the seeds, and the settings that they fill: with one backbone, {@code
 * baseline2} of EN-DE and of CN-DE are the same training, which counts and is listed once.
 *
 * @param settings at least one, in the order of the table
 * @param system id of the training system
 * @param runs in the order of their seeds, at least one, as those of the first setting
 */
record RunGroup(List<String> settings, String system, List<Run> runs) {

  RunGroup {
    settings = List.copyOf(settings);
    runs = List.copyOf(runs);
  }

  /** The same trainings, which fill the settings of another group too. */
  RunGroup with(RunGroup other) {
    return new RunGroup(
        Stream.concat(settings.stream(), other.settings.stream()).toList(), system, runs);
  }

  /** Its runs of the seeds that another group has too. */
  List<Run> withSeedsOf(RunGroup other) {
    List<Long> seeds = other.runs.stream().map(Run::seed).toList();
    return runs.stream().filter(run -> seeds.contains(run.seed())).toList();
  }

  /** The settings, as a table's first column names them. */
  String label() {
    return String.join(", ", settings);
  }

  /** A name for files. */
  String fileName() {
    return fileName(settings.get(0) + "-" + system);
  }

  static String fileName(String text) {
    return text.replaceAll("[^A-Za-z0-9-]", "_");
  }
}
