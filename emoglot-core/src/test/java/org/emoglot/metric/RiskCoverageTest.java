package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RiskCoverageTest {

  private static RiskCoverage of(double[] confidences, boolean[] right) {
    double[][] probabilities = new double[confidences.length][];
    int[] truth = new int[confidences.length];
    for (int i = 0; i < truth.length; i++) {
      probabilities[i] = new double[] {confidences[i], 1 - confidences[i]};
      truth[i] = right[i] ? 0 : 1;
    }
    return RiskCoverage.of(probabilities, truth);
  }

  /** By hand: of the most confident 1, 2, 3, 4 answers 0, 1, 1, 2 are wrong. */
  @Test
  void of_fourAnswers_isTheCurveByHand() {
    RiskCoverage curve =
        of(new double[] {0.6, 0.9, 0.7, 0.8}, new boolean[] {false, true, true, false});

    assertThat(curve.error()).isEqualTo(0.5);
    assertThat(curve.area()).isCloseTo((0 + 0.5 + 1 / 3.0 + 0.5) / 4, within(1e-12));
    assertThat(curve.points()).hasSize(100);
    assertThat(curve.at(25)).isEqualTo(new RiskCoverage.Point(0.25, 0, 0.9));
    assertThat(curve.at(50)).isEqualTo(new RiskCoverage.Point(0.5, 0.5, 0.8));
    assertThat(curve.at(100)).isEqualTo(new RiskCoverage.Point(1, 0.5, 0.6));
  }

  @Test
  void of_equalConfidences_isTheErrorOfAllInAnyOrder() {
    double[] same = {0.7, 0.7, 0.7, 0.7};
    RiskCoverage one = of(same, new boolean[] {true, true, false, false});
    assertThat(one).isEqualTo(of(same, new boolean[] {false, false, true, true}));
    assertThat(one.area()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(() -> RiskCoverage.of(new double[0][], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one answer");
  }
}
