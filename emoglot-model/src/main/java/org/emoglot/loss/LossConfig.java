package org.emoglot.loss;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.tensor.Parameters;

/**
 * The settings of every term of an objective, and what makes a term of them. A new term has a
 * section of its own, called by its name, and a line in {@link #kinds()}.
 *
 * @param alpha weight of the contrastive loss, at least 0
 * @param beta weight of the speaker adversary, at least 0
 * @param lambda weight of a positive in another language within the contrastive loss
 * @param tau temperature of the contrastive loss
 * @param reversal strength of the gradient reversal over time
 * @param speakerDropout dropout inside the speaker head, in [0, 1)
 * @param balancedCrossEntropy section of {@link BalancedCrossEntropy}
 * @param prototypes section of {@link CrossLanguagePrototypes}
 */
public record LossConfig(
    double alpha,
    double beta,
    double lambda,
    double tau,
    Reversal reversal,
    double speakerDropout,
    BalancedCrossEntropy.Config balancedCrossEntropy,
    CrossLanguagePrototypes prototypes) {

  /** Makes a term, which may take parameters of its own. */
  private interface Maker {
    Term make(TrainingCounts counts, Parameters parameters);
  }

  /**
   * A kind of term.
   *
   * @param settings those that act in it, by the names of components
   */
  private record Kind(String name, List<String> settings, Maker maker) {}

  private List<Kind> kinds() {
    return List.of(
        new Kind(CrossEntropy.NAME, List.of(), (counts, parameters) -> new CrossEntropy()),
        new Kind(
            LanguageAwareSupCon.NAME,
            List.of("alpha", "lambda", "tau"),
            (counts, parameters) -> new LanguageAwareSupCon(alpha, lambda, tau)),
        new Kind(
            SpeakerAdversary.NAME,
            List.of("beta", "reversal", "speakerDropout"),
            (counts, parameters) ->
                new SpeakerAdversary(beta, reversal, speakerDropout, counts, parameters)),
        new Kind(
            BalancedCrossEntropy.NAME,
            List.of(BalancedCrossEntropy.NAME),
            (counts, parameters) ->
                new BalancedCrossEntropy(balancedCrossEntropy, counts.clipsOfEmotion())),
        new Kind(
            CrossLanguagePrototypes.NAME,
            List.of(CrossLanguagePrototypes.NAME),
            (counts, parameters) -> prototypes));
  }

  /**
   * A term with these settings.
   *
   * @param parameters where it takes its own from
   * @throws IllegalArgumentException if there is none of this name
   */
  public Term term(String name, TrainingCounts counts, Parameters parameters) {
    return kinds().stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No term is called " + name))
        .maker()
        .make(counts, parameters);
  }

  /** The settings that act in none of the terms of some names. */
  public List<String> idle(Collection<String> terms) {
    return kinds().stream()
        .filter(kind -> !terms.contains(kind.name()))
        .flatMap(kind -> kind.settings().stream())
        .toList();
  }

  /** How the strength c of the gradient reversal develops. */
  public enum Reversal {
    /** c = 1. */
    CONSTANT,
    /** c = 2 / (1 + exp(-10 p)) - 1, p being the finished share of training (DANN). */
    RAMP;

    private static final double RAMP_STEEPNESS = 10;

    /** The strength when the share {@code progress}, in [0, 1], of the step budget is done. */
    public double strength(double progress) {
      return this == CONSTANT ? 1 : 2 / (1 + Math.exp(-RAMP_STEEPNESS * progress)) - 1;
    }

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Reversal of(String id) {
      for (Reversal reversal : values()) {
        if (reversal.id().equals(id)) {
          return reversal;
        }
      }
      throw new InvalidInputException("Expected a reversal constant or ramp, found '" + id + "'.");
    }
  }

  public LossConfig {
    if (!(alpha >= 0) || !(beta >= 0)) {
      throw new InvalidInputException(
          "Expected alpha and beta of at least 0, found %s and %s.".formatted(alpha, beta));
    }
    if (!(speakerDropout >= 0 && speakerDropout < 1)) {
      throw new InvalidInputException(
          "Expected speakerDropout in [0, 1), found %s.".formatted(speakerDropout));
    }
  }
}
