package org.emoglot.loss;

import org.emoglot.loss.LossConfig.Reversal;

/** Settings of losses for tests, in one place: a new term has a section more here. */
final class LossConfigs {

  private LossConfigs() {}

  static LossConfig of(double alpha, double beta, Reversal reversal, double speakerDropout) {
    return new LossConfig(
        alpha,
        beta,
        2.5,
        0.07,
        reversal,
        speakerDropout,
        new BalancedCrossEntropy.Config(0.999, 0.1),
        new CrossLanguagePrototypes(1, 0.1));
  }
}
