package org.emoglot.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.Sha256;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.protocol.TrainingSystem;

/** Refuses runs whose results must not be in one table. */
final class Mixture {

  private Mixture() {}

  /**
   * All runs must have the same hyper-parameters and labels; those of a setting the same backbone
   * and, where they are compared, the same clips to answer; those of a cell the same protocol.
   *
   * @param set which part of the target is reported; on its test split the upper bound is compared
   *     with the others
   * @throws InvalidInputException if they differ, in a sentence that names two folders
   */
  static void refuse(List<Run> runs, String set) {
    Run first = runs.get(0);
    Map<List<Object>, Run> firsts = new HashMap<>();
    Map<List<Object>, Run> seeds = new HashMap<>();
    for (Run run : runs) {
      sameSettings(first, run);
      same(first, run, "emotions", r -> r.answers().labels().names().toString());
      Run cell = firsts.computeIfAbsent(List.of(run.setting(), run.system()), k -> run);
      same(cell, run, "protocol", r -> r.record().protocolHash());
      Run twin = seeds.put(List.of(run.setting(), run.system(), run.seed()), run);
      if (twin != null) {
        throw new InvalidInputException(
            "Expected one run of %s, %s, seed %d, found %s and %s."
                .formatted(run.setting(), run.system(), run.seed(), twin.folder(), run.folder()));
      }
      Run setting = firsts.computeIfAbsent(List.of(run.setting()), k -> run);
      same(setting, run, "backbone", r -> name(r.record().backbone()));
      boolean compared = set.equals(RunRecord.TEST) || TrainingSystem.of(run.system()).zeroShot();
      Run target = firsts.computeIfAbsent(List.of(run.setting(), compared), k -> run);
      same(target, run, "test utterances", Mixture::utterances);
    }
  }

  /**
   * All runs of few-shot curves must have the same hyper-parameters; those of a setting the same
   * labels, backbone and clips to answer; no number of shots may be there twice with a seed.
   *
   * @throws InvalidInputException if they differ, in a sentence that names two folders
   */
  static void refuseInCurves(List<Run> runs) {
    Map<String, Run> firsts = new HashMap<>();
    Map<List<Object>, Run> seeds = new HashMap<>();
    for (Run run : runs) {
      sameSettings(runs.get(0), run);
      Run first = firsts.computeIfAbsent(run.setting(), setting -> run);
      same(first, run, "emotions", r -> r.answers().labels().names().toString());
      same(first, run, "backbone", r -> name(r.record().backbone()));
      same(first, run, "test utterances", Mixture::utterances);
      Run twin = seeds.put(List.of(run.setting(), run.system(), run.shots(), run.seed()), run);
      if (twin != null) {
        throw new InvalidInputException(
            "Expected one run of %s, %s, %d shots, seed %d, found %s and %s."
                .formatted(
                    run.setting(),
                    run.system(),
                    run.shots(),
                    run.seed(),
                    twin.folder(),
                    run.folder()));
      }
    }
  }

  /**
   * Runs of one system on one backbone have the same settings; others agree in those that act in
   * both.
   */
  private static void sameSettings(Run first, Run other) {
    boolean alike =
        first.system().equals(other.system())
            && first.record().schema() == other.record().schema()
            && name(first.record().backbone()).equals(name(other.record().backbone()));
    if (alike) {
      same(first, other, "hyper-parameters", r -> r.record().settingsHash());
      return;
    }
    Optional<String> difference = first.record().settings().difference(other.record().settings());
    if (difference.isPresent()) {
      throw new InvalidInputException(
          "Expected runs with the same hyper-parameters in one table, found different %s in %s and %s: report them separately."
              .formatted(difference.get(), other.folder(), first.folder()));
    }
  }

  /** By its weights, wherever they are; a random encoder has none. */
  private static String name(BackboneOrigin backbone) {
    return backbone.sha256().isEmpty() ? backbone.name() : backbone.sha256();
  }

  private static String utterances(Run run) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < run.answers().size(); i++) {
      lines.append(run.answers().truth(i)).append('\t').append(run.answers().items().get(i));
      lines.append('\n');
    }
    String sorted = String.join("\n", lines.toString().lines().sorted().toList());
    return shorten(Sha256.of(sorted)) + " of " + run.answers().size();
  }

  private static void same(Run first, Run other, String what, Function<Run, String> property) {
    String expected = property.apply(first);
    String found = property.apply(other);
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          "Expected runs with the same %s in one table, found %s in %s and %s in %s: report them separately."
              .formatted(what, brief(expected), first.folder(), brief(found), other.folder()));
    }
  }

  /** A hash is known by its beginning; what people read is left as it is. */
  private static String brief(String property) {
    return property.matches("[0-9a-f]{64}") ? shorten(property) : property;
  }

  static String shorten(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
