package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/** Makes {@link Plan}s of manifests, and refuses what cannot be planned. */
final class Planner {

  private Planner() {}

  /** See {@link Plan#of(Task, TrainingSystem, LabelSet, Manifest, int, long)}. */
  static Plan plan(
      Task task, TrainingSystem system, LabelSet labels, Manifest manifest, int shots, long seed) {
    requireSensible(shots, task, system);
    SortedSet<Language> available = manifest.languages();
    task.target().ifPresent(target -> requireAvailable("target", target, task, available));
    task.source().ifPresent(source -> requireAvailable("source", source, task, available));
    SortedSet<Language> languages = trainingLanguages(task, system, available);
    Predicate<Utterance> trains = u -> languages.contains(u.language());
    Predicate<Utterance> isTarget = u -> task.target().stream().anyMatch(u.language()::equals);
    List<Utterance> evaluation =
        some(manifest, isTarget.and(u -> isMeasured(u, system.zeroShot(), shots)));
    Shots drawn =
        shots == 0
            ? Shots.NONE
            : Shots.draw(shots, seed, task, labels, some(manifest, isTarget), evaluation);
    List<Utterance> training =
        new ArrayList<>(some(manifest, trains.and(u -> u.split() == Split.TRAIN)));
    training.addAll(drawn.utterances());
    Plan plan =
        new Plan(
            task,
            system,
            labels,
            sorted(training),
            some(manifest, trains.and(u -> u.split() == Split.VALIDATION)),
            evaluation,
            drawn);
    check(plan, languages);
    return plan;
  }

  private static void requireSensible(int shots, Task task, TrainingSystem system) {
    if (shots < 0) {
      throw new InvalidInputException("Expected 0 shots or more, found %d.".formatted(shots));
    }
    if (shots > 0 && (task.target().isEmpty() || !system.zeroShot())) {
      throw new InvalidInputException(
          "Expected shots for a system that trains on other languages than the target, found %d shots for the system %s and the task %s: leave the shots out."
              .formatted(shots, system, task));
    }
  }

  /** Whether an utterance of the target is evaluated on. */
  private static boolean isMeasured(Utterance utterance, boolean transfers, int shots) {
    if (!transfers) {
      return utterance.split() == Split.TEST;
    }
    return shots == 0 || utterance.split() != Split.TRAIN;
  }

  static List<Utterance> sorted(Collection<Utterance> utterances) {
    return utterances.stream().sorted(Comparator.comparing(Utterance::id)).toList();
  }

  private static SortedSet<Language> trainingLanguages(
      Task task, TrainingSystem system, SortedSet<Language> available) {
    SortedSet<Language> languages = new TreeSet<>();
    switch (system.trains()) {
      case SOURCE ->
          languages.add(
              task.source()
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "Expected a task with a source language, such as EN-DE, for the"
                                  + " system"
                                  + " %s, found %s.".formatted(system, task))));
      case TARGET ->
          languages.add(
              task.target()
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "Expected a task with a target language, such as all-DE, for the"
                                  + " system"
                                  + " %s, found %s.".formatted(system, task))));
      case ALL_BUT_TARGET -> {
        languages.addAll(available);
        task.target().ifPresent(languages::remove);
      }
    }
    if (languages.isEmpty()) {
      throw new InvalidInputException(
          "Expected manifests of at least one language besides the target of %s, found only %s."
              .formatted(task, available));
    }
    return languages;
  }

  private static void requireAvailable(
      String role, Language language, Task task, SortedSet<Language> available) {
    if (!available.contains(language)) {
      throw new InvalidInputException(
          "Expected a manifest of language %s, the %s of %s, found manifests of %s."
              .formatted(language, role, task, inWords(available)));
    }
  }

  private static String inWords(SortedSet<Language> languages) {
    return languages.stream().map(Language::code).collect(Collectors.joining(", "));
  }

  private static List<Utterance> some(Manifest manifest, Predicate<Utterance> wanted) {
    return manifest.utterances().stream().filter(wanted).toList();
  }

  private static void check(Plan plan, SortedSet<Language> languages) {
    Task task = plan.task();
    List<String> labels = plan.labels().names();
    for (Language language : languages) {
      requireSome(plan.training(), language, Split.TRAIN, task);
      requireSome(plan.validation(), language, Split.VALIDATION, task);
    }
    if (plan.evaluation().isEmpty()) {
      task.target().ifPresent(target -> requireSome(List.of(), target, Split.TEST, task));
    }
    for (Utterance utterance : all(plan)) {
      if (!labels.contains(utterance.label())) {
        throw new InvalidInputException(
            "Expected the labels %s in the manifests, found '%s' of %s: choose the labels with --labels."
                .formatted(labels, utterance.label(), utterance.id()));
      }
    }
    for (String label : labels) {
      if (plan.training().stream().noneMatch(u -> u.label().equals(label))) {
        throw new InvalidInputException(
            "Expected training utterances of each of the labels %s for the task %s, found none of '%s' in the training splits of %s: prepare a corpus with it, or leave it out (--labels)."
                .formatted(labels, task, label, inWords(languages)));
      }
    }
  }

  private static List<Utterance> all(Plan plan) {
    return Arrays.stream(Stage.values()).flatMap(stage -> plan.of(stage).stream()).toList();
  }

  private static void requireSome(
      List<Utterance> utterances, Language language, Split split, Task task) {
    if (utterances.stream().noneMatch(u -> u.language().equals(language))) {
      throw new InvalidInputException(
          "Expected utterances of split %s in the manifests of language %s for the task %s, found"
                  .formatted(split.id(), language, task)
              + " none.");
    }
  }
}
