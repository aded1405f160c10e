package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultTextTest {

  @Test
  void trained_inSteps_namesTheBest() {
    assertThat(ResultText.trained(40, 120, false)).isEqualTo("best weights after 40 of 120 steps");
  }

  @Test
  void trained_fitted_hasNoBestStep() {
    assertThat(ResultText.trained(221, 221, true)).isEqualTo("head fitted in 221 iterations");
  }
}
