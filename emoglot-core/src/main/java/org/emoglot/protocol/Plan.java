package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;

/**
 * Which utterances each stage of a run may see. Every stage takes its utterances from here and from
 * nowhere else.
 *
 * <p>Training and validation take the train and validation parts of the training languages; their
 * test parts stay unused. A zero-shot system is evaluated on the whole corpora of the target
 * language, all unseen; the upper bound, trained on the train part of the target, only on its test
 * part. A few-shot system also trains on k labelled utterances of each emotion from the target's
 * train part, and is evaluated on all that is outside of that part, whatever k and seed are. A task
 * without a target has no evaluation.
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

  /** Makes the plan of a task, which learns from nothing of the target. */
  public static Plan of(Task task, TrainingSystem system, LabelSet labels, Manifest manifest) {
    return of(task, system, labels, manifest, 0, 0);
  }

  /**
   * Makes the plan of a task.
   *
   * @param manifest all utterances, of all languages
   * @param shots how many labelled utterances of each emotion of the target are learned from; with
   *     0 the seed does not matter
   * @param seed draws the shots
   * @throws InvalidInputException if a language lacks utterances, if an utterance of the plan has
   *     another label, if training lacks one, if the system needs a source and the task has none,
   *     or if the target has fewer shots than were asked for
   */
  public static Plan of(
      Task task, TrainingSystem system, LabelSet labels, Manifest manifest, int shots, long seed) {
    return Planner.plan(task, system, labels, manifest, shots, seed);
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

  /** The utterances to learn from that are not of the target: all of them but the shots. */
  public List<Utterance> trainingBesideShots() {
    return training.stream().filter(u -> !shots.utterances().contains(u)).toList();
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

  /** The utterances of all stages. */
  public List<Utterance> utterances() {
    return Arrays.stream(Stage.values()).flatMap(stage -> of(stage).stream()).toList();
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
   * SHA-256 of all that decides what is learned and measured: task, system and labels, the ids of
   * the shots, and of every utterance its stage, id, corpus, language, speaker, label, split and
   * samples ({@code audio_sha256}). The location of a file counts only through its samples.
   */
  public String hash() {
    List<String> lines =
        new ArrayList<>(List.of(task.id(), system.id(), Json.writeLine(labels.names())));
    lines.addAll(rows());
    shots.ids().forEach(id -> lines.add("SHOT\t" + id));
    return Sha256.of(String.join("\n", lines));
  }

  /**
   * SHA-256 of the utterances of all stages, as {@link #hash} has them, and of nothing else: the
   * same for two tasks that lead to the same clips.
   */
  public String contentHash() {
    return Sha256.of(String.join("\n", rows()));
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      for (Utterance u : of(stage)) {
        rows.add(
            Json.writeLine(
                List.of(
                    stage.name(),
                    u.id(),
                    u.corpus(),
                    u.language().code(),
                    u.speaker(),
                    u.label(),
                    u.split().id(),
                    u.audioHash())));
      }
    }
    return rows;
  }

  /** The hash in records of schema 1, without language, speaker and samples. */
  public String hashOfSchema1() {
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
}
