package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.loss.LossConfig.Reversal;
import org.emoglot.loss.Objective.Parts;
import org.emoglot.loss.Objective.Targets;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

  private static final int BATCH = 8;
  private static final int WIDTH = 6;
  private static final int SPEAKERS = 3;
  private static final LossConfig CONFIG =
      new LossConfig(0.8, 0.3, 2.5, 0.07, Reversal.CONSTANT, 0);
  private static final RandomBatch H = RandomBatch.draw(1, BATCH, WIDTH, 4, 2);
  private static final RandomBatch LOGITS = RandomBatch.draw(2, BATCH, 4, SPEAKERS, 1);
  private static final Targets TARGETS = new Targets(H.labels(), H.languages(), LOGITS.labels());

  @Test
  void of_crossEntropyAlone_hasNoOtherPart() {
    try (Scope scope = Scope.open()) {
      Parts parts = Objective.crossEntropy(CONFIG).of(leaf(H), leaf(LOGITS), TARGETS, 0);
      assertThat(parts.contrastive()).isNull();
      assertThat(parts.speaker()).isNull();
      assertThat(parts.total().item_double())
          .isEqualTo(parts.crossEntropy().item_double())
          .isCloseTo(Naive.crossEntropy(LOGITS.rows(), H.labels()), within(1e-5));
    }
  }

  @Test
  void of_allParts_isTheirWeightedSum() {
    try (Scope scope = Scope.open();
        Parameters head = head()) {
      Parts parts = full(head, CONFIG).of(leaf(H), leaf(LOGITS), TARGETS, 0);
      double contrastive = Naive.supCon(H.rows(), H.labels(), H.languages(), 2.5, 0.07);
      double speaker = parts.speaker().item_double();
      assertThat(parts.contrastive().item_double()).isCloseTo(contrastive, within(1e-4));
      assertThat(parts.total().item_double())
          .isCloseTo(
              Naive.crossEntropy(LOGITS.rows(), H.labels()) + 0.8 * contrastive + 0.3 * speaker,
              within(1e-4));
    }
  }

  @Test
  void of_ramp_reversesTheGradientMoreAndMore() {
    LossConfig ramp = new LossConfig(0, 1, 2.5, 0.07, Reversal.RAMP, 0);
    try (Scope scope = Scope.open();
        Parameters head = head()) {
      double[] constant = gradient(head, new LossConfig(0, 1, 2.5, 0.07, Reversal.CONSTANT, 0), 0);
      for (double progress : new double[] {0, 0.1, 0.5, 1}) {
        double[] expected = constant.clone();
        for (int i = 0; i < expected.length; i++) {
          expected[i] *= 2 / (1 + Math.exp(-10 * progress)) - 1;
        }
        assertThat(Difference.max(gradient(head, ramp, progress), expected))
            .as("at progress %s", progress)
            .isLessThan(1e-6);
      }
    }
  }

  /** The gradient of the objective in h, to which the logits are not connected. */
  private static double[] gradient(Parameters head, LossConfig config, double progress) {
    Tensor h = leaf(H);
    full(head, config).of(h, leaf(LOGITS), TARGETS, progress).total().backward();
    return Ops.doubles(h.grad());
  }

  private static Parameters head() {
    return Parameters.seeded(1);
  }

  private static Objective full(Parameters head, LossConfig config) {
    head.close(); // forgets the parameters of an earlier objective
    SpeakerAdversary adversary = new SpeakerAdversary(head, WIDTH, SPEAKERS, 0);
    TinyEncoders.randomize(head, 2);
    return Objective.crossEntropy(config).withContrastive().withAdversary(adversary);
  }

  private static Tensor leaf(RandomBatch batch) {
    return Naive.leaf(batch.rows()).detach().to(ScalarType.Float).set_requires_grad(true);
  }
}
