package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.CopyFinder;
import org.emoglot.sampling.SeededRandom;

/**
 * The labelled utterances of the target that a few-shot run may learn from: k of each emotion, and
 * no others.
 *
 * @param perEmotion k; 0 where a run is zero-shot
 * @param utterances k of each emotion, in the order of ids
 */
public record Shots(int perEmotion, List<Utterance> utterances) {

  /** Nothing of the target. */
  public static final Shots NONE = new Shots(0, List.of());

  /** Keeps these numbers apart from those that others draw with the same seed. */
  private static final long STREAM = 7;

  public Shots {
    utterances = List.copyOf(utterances);
  }

  /**
   * Draws from the target's training split. With one seed, fewer shots are among more of them, so
   * that a curve over k changes by what is added. A copy of a clip that is measured on, as the
   * manifests' hashes and fingerprints tell, is never drawn.
   *
   * @param perEmotion k, at least 1
   * @param seed of the run
   * @param target all utterances of the target language, in the order of ids
   * @param measured those that the run is evaluated on
   * @throws InvalidInputException if an emotion has fewer than k utterances to draw from
   */
  static Shots draw(
      int perEmotion,
      long seed,
      Task task,
      LabelSet labels,
      List<Utterance> target,
      List<Utterance> measured) {
    CopyFinder copies = new CopyFinder(measured.stream().map(Utterance::print).toList());
    List<Utterance> drawn = new ArrayList<>();
    for (String label : labels.names()) {
      List<Utterance> candidates =
          target.stream()
              .filter(u -> u.split() == Split.TRAIN && u.label().equals(label))
              .filter(u -> copies.find(u.print()).isEmpty())
              .toList();
      if (candidates.size() < perEmotion) {
        throw new InvalidInputException(
            "Expected at least %d utterances of every emotion in the training split of the target of %s for %d shots, found %d of %s: use fewer shots or other emotions."
                .formatted(perEmotion, task, perEmotion, candidates.size(), label));
      }
      drawn.addAll(
          SeededRandom.of(seed, STREAM, labels.index(label))
              .shuffled(candidates)
              .subList(0, perEmotion));
    }
    return new Shots(perEmotion, Planner.sorted(drawn));
  }

  /** The ids of the permitted utterances. */
  public List<String> ids() {
    return utterances.stream().map(Utterance::id).toList();
  }
}
