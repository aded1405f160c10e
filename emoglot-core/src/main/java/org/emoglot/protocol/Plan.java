package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.LabelSet;
import org.emoglot.corpus.Language;
import org.emoglot.corpus.Manifest;
import org.emoglot.corpus.Split;
import org.emoglot.corpus.Utterance;
import org.emoglot.io.Sha256;

/**
 * Which utterances each stage of a run may see. Every stage takes its utterances from here and from
 * nowhere else.
 *
 * <p>Training and validation take the train and validation parts of the training languages; their
 * test parts stay unused. A zero-shot system is evaluated on the target language's whole corpora,
 * none of which was seen; the upper bound, which was trained on the target's train part, on its
 * test part alone. A task without a target has no evaluation.
 *
 * @param task languages
 * @param system what is trained
 * @param labels the emotions told apart
 * @param training utterances to learn from, in the order of ids
 * @param validation utterances to choose the best checkpoint on, in the order of ids
 * @param evaluation utterances to measure the result on, in the order of ids
 */
public record Plan(
    Task task,
    TrainingSystem system,
    LabelSet labels,
    List<Utterance> training,
    List<Utterance> validation,
    List<Utterance> evaluation) {

  public Plan {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    evaluation = List.copyOf(evaluation);
  }

  /**
   * Makes the plan of a task.
   *
   * @param manifest every utterance there is, of all languages
   * @throws InvalidInputException if a language lacks utterances, if an utterance of the plan has
   *     another label, or if the system needs a source and the task has none
   */
  public static Plan of(Task task, TrainingSystem system, LabelSet labels, Manifest manifest) {
    SortedSet<Language> available = manifest.languages();
    task.target().ifPresent(target -> requireAvailable("target", target, task, available));
    task.source().ifPresent(source -> requireAvailable("source", source, task, available));
    SortedSet<Language> languages = trainingLanguages(task, system, available);
    Predicate<Utterance> trains = u -> languages.contains(u.language());
    Predicate<Utterance> isTarget = u -> task.target().stream().anyMatch(u.language()::equals);
    Plan plan =
        new Plan(
            task,
            system,
            labels,
            some(manifest, trains.and(u -> u.split() == Split.TRAIN)),
            some(manifest, trains.and(u -> u.split() == Split.VALIDATION)),
            some(manifest, isTarget.and(u -> system.zeroShot() || u.split() == Split.TEST)));
    plan.check(languages);
    return plan;
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
                              "Expected a task with a source language, such as EN-DE, for the system"
                                  + " %s, found %s.".formatted(system, task))));
      case TARGET ->
          languages.add(
              task.target()
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "Expected a task with a target language, such as all-DE, for the system"
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

  private void check(SortedSet<Language> languages) {
    for (Language language : languages) {
      requireSome(training, language, Split.TRAIN);
      requireSome(validation, language, Split.VALIDATION);
    }
    if (evaluation.isEmpty()) {
      task.target().ifPresent(target -> requireSome(evaluation, target, Split.TEST));
    }
    for (Utterance utterance : all()) {
      if (!labels.names().contains(utterance.label())) {
        throw new InvalidInputException(
            "Expected the labels %s in the manifests, found '%s' of %s."
                .formatted(labels.names(), utterance.label(), utterance.id()));
      }
    }
  }

  private void requireSome(List<Utterance> utterances, Language language, Split split) {
    if (utterances.stream().noneMatch(u -> u.language().equals(language))) {
      throw new InvalidInputException(
          "Expected utterances of split %s in the manifests of language %s for the task %s, found"
                  .formatted(split.id(), language, task)
              + " none.");
    }
  }

  /** Whether there is a target, and nothing of it is seen before the final evaluation. */
  public boolean zeroShot() {
    return task.target().isPresent() && system.zeroShot();
  }

  /** The utterances of a stage. */
  public List<Utterance> of(Stage stage) {
    return switch (stage) {
      case TRAINING -> training;
      case VALIDATION -> validation;
      case EVALUATION -> evaluation;
    };
  }

  /** The named subset of the evaluation: the target's test part, comparable to the upper bound. */
  public List<Utterance> evaluationTest() {
    return evaluation.stream().filter(u -> u.split() == Split.TEST).toList();
  }

  /**
   * The training speakers, unique over all corpora, sorted: the classes of the speaker adversary.
   */
  public List<String> speakers() {
    return training.stream().map(Utterance::globalSpeaker).distinct().sorted().toList();
  }

  /** The training languages, sorted. */
  public List<Language> languages() {
    return training.stream().map(Utterance::language).distinct().sorted().toList();
  }

  /** The corpora of the target language, sorted. */
  public List<String> targetCorpora() {
    return evaluation.stream().map(Utterance::corpus).distinct().sorted().toList();
  }

  /**
   * SHA-256 of task, system, labels, and of stage, id, label and split of every utterance: two runs
   * with the same hash saw the same.
   */
  public String hash() {
    List<String> lines =
        new ArrayList<>(List.of(task.id(), system.id(), labels.names().toString()));
    for (Stage stage : Stage.values()) {
      for (Utterance u : of(stage)) {
        lines.add(String.join("\t", stage.name(), u.id(), u.label(), u.split().id()));
      }
    }
    return Sha256.of(String.join("\n", lines));
  }

  private List<Utterance> all() {
    List<Utterance> all = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      all.addAll(of(stage));
    }
    return all;
  }
}
