package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Bfloat16Test {

  @AfterEach
  void measureAgain() {
    System.clearProperty(Bfloat16.SPEED_UP);
  }

  @Test
  void speedUp_askedTwice_isMeasuredOnce() {
    double measured = Bfloat16.speedUp();

    assertThat(measured).isBetween(0.005, 100.0);
    assertThat(Bfloat16.speedUp()).isEqualTo(measured);
    assertThat(Bfloat16.pays()).isEqualTo(measured >= 1);
  }

  @Test
  void pays_assumedSpeedUp_decides() {
    System.setProperty(Bfloat16.SPEED_UP, "0.99");
    assertThat(Bfloat16.pays()).isFalse();
    System.setProperty(Bfloat16.SPEED_UP, "1");
    assertThat(Bfloat16.pays()).isTrue();
  }

  @Test
  void comparison_ofASpeedUp_isPartOfASentence() {
    assertThat(Bfloat16.comparison(2.84)).isEqualTo("is 2.8 times as fast as fp32");
    assertThat(Bfloat16.comparison(0.4)).isEqualTo("takes 2.5 times as long as fp32");
  }
}
