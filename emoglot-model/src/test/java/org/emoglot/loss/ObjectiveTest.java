package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.loss.LossConfig.Reversal;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

  private static final int BATCH = 8;
  private static final int WIDTH = 6;
  private static final int SPEAKERS = 3;
  private static final LossConfig CONFIG = LossConfigs.of(0.8, 0.3, Reversal.CONSTANT, 0);
  private static final RandomBatch H = RandomBatch.draw(1, BATCH, WIDTH, 4, 2);
  private static final RandomBatch LOGITS = RandomBatch.draw(2, BATCH, 4, SPEAKERS, 1);
  private static final Targets TARGETS = new Targets(H.labels(), H.languages(), LOGITS.labels());

  @Test
  void of_crossEntropyAlone_hasNoOtherTerm() {
    try (Scope scope = Scope.open();
        Objective objective = objective(CONFIG, "crossEntropy")) {
      Objective.Value value = objective.of(batch(leaf(H), 0));
      assertThat(objective.parameters().all()).isEmpty();
      assertThat(value.terms()).containsOnlyKeys("crossEntropy");
      assertThat(value.total().item_double())
          .isEqualTo(term(value, "crossEntropy"))
          .isCloseTo(Naive.crossEntropy(LOGITS.rows(), H.labels()), within(1e-5));
    }
  }

  @Test
  void of_allTerms_isTheirWeightedSum() {
    try (Scope scope = Scope.open();
        Objective objective = full(CONFIG)) {
      Objective.Value value = objective.of(batch(leaf(H), 0));
      double contrastive = Naive.supCon(H.rows(), H.labels(), H.languages(), 2.5, 0.07);
      double speaker = term(value, "speaker");
      assertThat(value.terms().keySet()).containsExactly("crossEntropy", "contrastive", "speaker");
      assertThat(term(value, "contrastive")).isCloseTo(contrastive, within(1e-4));
      assertThat(value.total().item_double())
          .isCloseTo(
              Naive.crossEntropy(LOGITS.rows(), H.labels()) + 0.8 * contrastive + 0.3 * speaker,
              within(1e-4));
    }
  }

  @Test
  void of_everySystem_findsItsTermsByName() {
    for (TrainingSystem system : TrainingSystem.values()) {
      try (Objective objective = objective(CONFIG, system.terms().toArray(String[]::new));
          Scope scope = Scope.open()) {
        Objective.Value value = objective.of(batch(leaf(H), 0));
        assertThat(value.terms().keySet())
            .as("%s", system)
            .containsExactlyElementsOf(system.terms());
        assertThat(value.total().item_double()).as("%s", system).isFinite();
      }
    }
  }

  @Test
  void of_unknownName_isRefused() {
    assertThatThrownBy(() -> objective(CONFIG, "crossEntropy", "hinge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No term is called hinge");
  }

  @Test
  void idle_ofSomeTerms_isWhatActsInTheOthers() {
    assertThat(CONFIG.idle(List.of("crossEntropy")))
        .contains("alpha", "lambda", "tau", "beta", "reversal", "speakerDropout");
    assertThat(CONFIG.idle(TrainingSystem.PROPOSED.terms()))
        .doesNotContain("alpha", "lambda", "tau", "beta", "reversal", "speakerDropout");
  }

  @Test
  void of_ramp_reversesTheGradientMoreAndMore() {
    LossConfig ramp = LossConfigs.of(0, 1, Reversal.RAMP, 0);
    try (Scope scope = Scope.open()) {
      double[] constant = gradient(LossConfigs.of(0, 1, Reversal.CONSTANT, 0), 0);
      for (double progress : new double[] {0, 0.1, 0.5, 1}) {
        double[] expected = constant.clone();
        for (int i = 0; i < expected.length; i++) {
          expected[i] *= 2 / (1 + Math.exp(-10 * progress)) - 1;
        }
        assertThat(Difference.max(gradient(ramp, progress), expected))
            .as("at progress %s", progress)
            .isLessThan(1e-6);
      }
    }
  }

  /** The gradient of the objective in h, to which the logits are not connected. */
  private static double[] gradient(LossConfig config, double progress) {
    try (Objective objective = full(config)) {
      Tensor h = leaf(H);
      objective.of(batch(h, progress)).total().backward();
      return Ops.doubles(h.grad());
    }
  }

  private static Objective full(LossConfig config) {
    Objective objective = objective(config, "crossEntropy", "contrastive", "speaker");
    TinyEncoders.randomize(objective.parameters(), 2);
    return objective;
  }

  private static Objective objective(LossConfig config, String... terms) {
    TrainingCounts counts = new TrainingCounts(WIDTH, SPEAKERS, List.of(10L, 20L, 30L, 40L));
    return Objective.of(List.of(terms), config, counts, 1);
  }

  private static BatchView batch(Tensor h, double progress) {
    return new BatchView(h, leaf(LOGITS), TARGETS, progress);
  }

  private static double term(Objective.Value value, String name) {
    return value.terms().get(name).item_double();
  }

  private static Tensor leaf(RandomBatch batch) {
    return Naive.leaf(batch.rows()).detach().to(ScalarType.Float).set_requires_grad(true);
  }
}
