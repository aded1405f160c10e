package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import org.emoglot.natives.ProcessEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

class SpinCountTest {

  @Test
  @EnabledOnOs(LINUX)
  void start_withoutAnEnvironment_setsTheSpinCountOfItsOwnProcess() {
    String given = System.getenv("GOMP_SPINCOUNT");
    Engine.start();
    assertThat(ProcessEnvironment.get("GOMP_SPINCOUNT")).isEqualTo(given == null ? "10000" : given);
  }
}
