package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** L = L_CE + alpha L_SupCLR + beta L_SpkAdv, eq. 12; a system leaves out what it does not have. */
public final class Objective {

  private final LossConfig config;
  private final @Nullable LanguageAwareSupCon contrastive;
  private final @Nullable SpeakerAdversary adversary;

  private Objective(
      LossConfig config,
      @Nullable LanguageAwareSupCon contrastive,
      @Nullable SpeakerAdversary adversary) {
    this.config = config;
    this.contrastive = contrastive;
    this.adversary = adversary;
  }

  /** Only cross-entropy. */
  public static Objective crossEntropy(LossConfig config) {
    return new Objective(config, null, null);
  }

  /** With the contrastive loss as well. */
  public Objective withContrastive() {
    return new Objective(config, new LanguageAwareSupCon(config.lambda(), config.tau()), adversary);
  }

  /** With a speaker adversary as well. */
  public Objective withAdversary(SpeakerAdversary speakers) {
    return new Objective(config, contrastive, speakers);
  }

  /**
   * What is known of a batch of B utterances.
   *
   * @param emotions class indices
   * @param languages language indices
   * @param speakers speaker indices
   */
  public record Targets(int[] emotions, int[] languages, int[] speakers) {}

  /**
   * The parts of a loss, scalars; a part that the system does not have is null.
   *
   * @param total the objective
   * @param crossEntropy L_CE
   * @param contrastive L_SupCLR, not weighted
   * @param speaker L_SpkAdv, not weighted
   */
  public record Parts(
      Tensor total, Tensor crossEntropy, @Nullable Tensor contrastive, @Nullable Tensor speaker) {}

  /**
   * The objective of a batch.
   *
   * @param h embeddings, shape (B, D)
   * @param logits shape (B, K)
   * @param progress finished share of training, in [0, 1]
   */
  public Parts of(Tensor h, Tensor logits, Targets targets, double progress) {
    Tensor crossEntropy = CrossEntropy.of(logits, targets.emotions());
    Tensor total = crossEntropy;
    Tensor supCon = null;
    if (contrastive != null) {
      supCon = contrastive.of(h, targets.emotions(), targets.languages());
      total = total.add(Ops.scale(supCon, config.alpha()));
    }
    Tensor speaker = null;
    if (adversary != null) {
      speaker = adversary.loss(h, targets.speakers(), config.reversal().strength(progress));
      total = total.add(Ops.scale(speaker, config.beta()));
    }
    return new Parts(total, crossEntropy, supCon, speaker);
  }
}
