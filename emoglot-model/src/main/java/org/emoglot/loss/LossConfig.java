package org.emoglot.loss;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/**
 * The weights and constants of the objective.
 *
 * @param alpha weight of the contrastive loss, at least 0
 * @param beta weight of the speaker adversary, at least 0
 * @param lambda weight of a positive in another language within the contrastive loss
 * @param tau temperature of the contrastive loss
 * @param reversal strength of the gradient reversal over time
 * @param speakerDropout dropout inside the speaker head, in [0, 1)
 */
public record LossConfig(
    double alpha,
    double beta,
    double lambda,
    double tau,
    Reversal reversal,
    double speakerDropout) {

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
