package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
 * test part alone. A few-shot system also trains on k labelled utterances of each emotion from the
 * target's train part, and is evaluated on all that is outside of that part, whatever k and seed
 * are. A task without a target has no evaluation.
 *
 * @param task languages
 * @param system what is trained
 * @param labels the emotions told apart
 * @param training utterances to learn from, the shots among them, in the order of ids
 * @param validation utterances to choose the best checkpoint on, in the order of ids
 * @param evaluation utterances to measure the result on, in the order of ids
 * @param shots the utterances of the target that may be learned from
 */
public record Plan(
    Task task,
    TrainingSystem system,
    LabelSet labels,
    List<Utterance> training,
    List<Utterance> validation,
    List<Utterance> evaluation,
    Shots shots) {

  public Plan {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    evaluation = List.copyOf(evaluation);
  }

  /** A plan without shots. */
  public Plan(
      Task task,
      TrainingSystem system,
      LabelSet labels,
      List<Utterance> training,
      List<Utterance> validation,
      List<Utterance> evaluation) {
    this(task, system, labels, training, validation, evaluation, Shots.NONE);
  }

  /** Makes the plan of a task, in which nothing of the target is learned from. */
  public static Plan of(Task task, TrainingSystem system, LabelSet labels, Manifest manifest) {
    return of(task, system, labels, manifest, 0, 0);
  }

  /**
   * Makes the plan of a task.
   *
   * @param manifest every utterance there is, of all languages
   * @param shots how many labelled utterances of each emotion of the target are learned from; with
   *     0 the seed does not matter
   * @param seed draws the shots
   * @throws InvalidInputException if a language lacks utterances, if an utterance of the plan has
   *     another label, if training lacks one, if the system needs a source and the task has none,
   *     or if the target has fewer shots than were asked for
   */
  public static Plan of(
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
    plan.check(languages);
    return plan;
  }

  private static void requireSensible(int shots, Task task, TrainingSystem system) {
    if (shots < 0) {
      throw new InvalidInputException("Expected 0 shots or more, found %d.".formatted(shots));
    }
    if (shots > 0 && (task.target().isEmpty() || !system.zeroShot())) {
      throw new InvalidInputException(
          "Expected shots for a system that trains on other languages than a target, found %d shots for the system %s and the task %s: leave the shots out."
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
            "Expected the labels %s in the manifests, found '%s' of %s: ask for the labels that you want (--labels)."
                .formatted(labels.names(), utterance.label(), utterance.id()));
      }
    }
    for (String label : labels.names()) {
      if (training.stream().noneMatch(u -> u.label().equals(label))) {
        throw new InvalidInputException(
            "Expected training utterances of each of the labels %s for the task %s, found none of '%s' in the training splits of %s: prepare a corpus that has it, or leave it out (--labels)."
                .formatted(labels.names(), task, label, inWords(languages)));
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
    return transfers() && shots.perEmotion() == 0;
  }

  /**
   * Whether there is a target, and nothing of it but the shots is seen before the final evaluation:
   * zero-shot and few-shot runs, and not the upper bound.
   */
  public boolean transfers() {
    return task.target().isPresent() && system.zeroShot();
  }

  /** Whether an utterance that was opened before the final evaluation was permitted to be. */
  boolean permits(Utterance utterance) {
    return !transfers()
        || task.target().stream().noneMatch(utterance.language()::equals)
        || shots.utterances().contains(utterance);
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
   * The named subset of the evaluation that few-shot runs are measured on, whatever their shots:
   * the target's utterances outside its train part.
   */
  public List<Utterance> evaluationHeldOut() {
    return evaluation.stream().filter(u -> u.split() != Split.TRAIN).toList();
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
   * SHA-256 of task, system, labels, and of stage, id, label and split of every utterance, and of
   * the ids of the shots: two runs with the same hash saw the same.
   */
  public String hash() {
    List<String> lines =
        new ArrayList<>(List.of(task.id(), system.id(), labels.names().toString()));
    for (Stage stage : Stage.values()) {
      for (Utterance u : of(stage)) {
        lines.add(String.join("\t", stage.name(), u.id(), u.label(), u.split().id()));
      }
    }
    shots.ids().forEach(id -> lines.add("SHOT\t" + id));
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
