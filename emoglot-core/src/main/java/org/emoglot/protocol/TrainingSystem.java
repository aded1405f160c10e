package org.emoglot.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/**
 * The training systems: the six that the paper compares (Mi, Ma, Toda, arXiv 2606.06200, tables 1
 * and 2). A system is the languages that it trains on, its batches, and the terms of its objective,
 * by their names in {@code org.emoglot.loss}.
 */
public enum TrainingSystem {
  /** Only the source language. */
  BASELINE1("baseline1", Trains.SOURCE, Batches.RANDOM, "crossEntropy"),
  /** All languages but the target, without more. */
  BASELINE2("baseline2", Trains.ALL_BUT_TARGET, Batches.RANDOM, "crossEntropy"),
  /** The whole method. */
  PROPOSED(
      "proposed",
      Trains.ALL_BUT_TARGET,
      Batches.HIERARCHICAL,
      "crossEntropy",
      "contrastive",
      "speaker"),
  /** The method without its speaker adversary. */
  PROPOSED_NO_SPKADV(
      "proposed-no-spkadv",
      Trains.ALL_BUT_TARGET,
      Batches.HIERARCHICAL,
      "crossEntropy",
      "contrastive"),
  /** The method without its contrastive loss. */
  PROPOSED_NO_SUPCLR(
      "proposed-no-supclr", Trains.ALL_BUT_TARGET, Batches.HIERARCHICAL, "crossEntropy", "speaker"),
  /** The target language itself: not zero-shot. */
  UPPER_BOUND("upper-bound", Trains.TARGET, Batches.RANDOM, "crossEntropy"),
  /** Not in the paper: baseline2 with a cross-entropy that balances emotions and smooths labels. */
  BASELINE2_BALANCED(
      "baseline2-balanced", Trains.ALL_BUT_TARGET, Batches.RANDOM, "balancedCrossEntropy"),
  /** Not in the paper: the method with prototypes in place of its contrastive loss. */
  PROPOSED_PROTOTYPES(
      "proposed-prototypes",
      Trains.ALL_BUT_TARGET,
      Batches.HIERARCHICAL,
      "crossEntropy",
      "prototypes",
      "speaker");

  /** The languages that a system is trained on. */
  public enum Trains {
    SOURCE,
    ALL_BUT_TARGET,
    TARGET
  }

  /** How a system's batches are drawn. */
  public enum Batches {
    RANDOM,
    HIERARCHICAL
  }

  private static final String ALL = "all";

  private final String id;
  private final Trains trains;
  private final Batches batches;
  private final List<String> terms;

  TrainingSystem(String id, Trains trains, Batches batches, String... terms) {
    this.id = id;
    this.trains = trains;
    this.batches = batches;
    this.terms = List.of(terms);
  }

  /** The six systems of the paper, in its order. */
  public static List<TrainingSystem> ofThePaper() {
    return List.of(
        BASELINE1, BASELINE2, PROPOSED, PROPOSED_NO_SPKADV, PROPOSED_NO_SUPCLR, UPPER_BOUND);
  }

  /**
   * Finds systems by their ids, each once; {@code all}, or none, are the six of the paper.
   *
   * @throws InvalidInputException naming the systems
   */
  public static List<TrainingSystem> of(List<String> ids) {
    return (ids.isEmpty() ? List.of(ALL) : ids)
        .stream()
            .map(String::strip)
            .flatMap(id -> id.equals(ALL) ? ofThePaper().stream() : Stream.of(of(id)))
            .distinct()
            .toList();
  }

  /**
   * Finds a system by its id.
   *
   * @throws InvalidInputException naming the systems
   */
  public static TrainingSystem of(String id) {
    return Arrays.stream(values())
        .filter(system -> system.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of the systems "
                        + Arrays.stream(values())
                            .map(TrainingSystem::id)
                            .collect(Collectors.joining(", "))
                        + ", found '"
                        + id
                        + "'."));
  }

  /** Its name on the command line and in results. */
  public String id() {
    return id;
  }

  /** The languages that it is trained on. */
  public Trains trains() {
    return trains;
  }

  /** How its batches are drawn. */
  public Batches batches() {
    return batches;
  }

  /** The names of the terms of its objective, in the order in which they are added. */
  public List<String> terms() {
    return terms;
  }

  /**
   * The system that this one varies: {@code baseline2} or {@code proposed}, if it learns from the
   * same batches with other terms.
   */
  public Optional<TrainingSystem> varies() {
    return Stream.of(BASELINE2, PROPOSED)
        .filter(base -> base != this && base.trains == trains && base.batches == batches)
        .findFirst();
  }

  /** Whether the target language stays unseen until the final evaluation. */
  public boolean zeroShot() {
    return trains != Trains.TARGET;
  }

  @Override
  public String toString() {
    return id;
  }
}
