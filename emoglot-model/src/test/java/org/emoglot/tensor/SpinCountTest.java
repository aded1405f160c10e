package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

class SpinCountTest {

  @Test
  @EnabledOnOs(LINUX)
  void start_withoutAnEnvironment_setsTheSpinCountOfItsOwnProcess() {
    String given = System.getenv("GOMP_SPINCOUNT");
    Engine.start();
    assertThat(SpinCount.get()).isEqualTo(given == null ? "10000" : given);
  }
}
