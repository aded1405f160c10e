package org.emoglot.protocol;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/**
 * The training systems that the paper compares (Mi, Ma, Toda, arXiv 2606.06200, tables 1 and 2).
 */
public enum TrainingSystem {
  /** Only the source language. */
  BASELINE1("baseline1", Trains.SOURCE, Batches.RANDOM, false, false),
  /** All languages but the target, without more. */
  BASELINE2("baseline2", Trains.ALL_BUT_TARGET, Batches.RANDOM, false, false),
  /** The whole method. */
  PROPOSED("proposed", Trains.ALL_BUT_TARGET, Batches.HIERARCHICAL, true, true),
  /** The method without its speaker adversary. */
  PROPOSED_NO_SPKADV(
      "proposed-no-spkadv", Trains.ALL_BUT_TARGET, Batches.HIERARCHICAL, true, false),
  /** The method without its contrastive loss. */
  PROPOSED_NO_SUPCLR(
      "proposed-no-supclr", Trains.ALL_BUT_TARGET, Batches.HIERARCHICAL, false, true),
  /** The target language itself: not zero-shot. */
  UPPER_BOUND("upper-bound", Trains.TARGET, Batches.RANDOM, false, false);

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

  private final String id;
  private final Trains trains;
  private final Batches batches;
  private final boolean contrastive;
  private final boolean adversarial;

  TrainingSystem(
      String id, Trains trains, Batches batches, boolean contrastive, boolean adversarial) {
    this.id = id;
    this.trains = trains;
    this.batches = batches;
    this.contrastive = contrastive;
    this.adversarial = adversarial;
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

  /** Whether the language-aware contrastive loss takes part. */
  public boolean contrastive() {
    return contrastive;
  }

  /** Whether the speaker adversary takes part. */
  public boolean adversarial() {
    return adversarial;
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
