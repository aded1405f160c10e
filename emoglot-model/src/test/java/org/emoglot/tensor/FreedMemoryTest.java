package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreedMemoryTest {

  private static final int TENSORS = 4000;
  private static final int VALUES = 16 * 1024; // 64 kB, of which the C library keeps what is freed

  @Test
  @EnabledOnOs(OS.LINUX)
  void afterSamples_ofMinutes_givesFreedTensorsBack() {
    long freed = (long) TENSORS * VALUES * Float.BYTES;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        for (int i = 0; i < TENSORS; i++) {
          Ops.zeros(VALUES);
        }
        inner.handOut(Ops.zeros(VALUES)); // keeps the end of the heap
      }
      long before = Pointer.physicalBytes();

      FreedMemory.afterSamples(300L * 16_000);

      assertThat(before - Pointer.physicalBytes()).isGreaterThan(freed / 2);
    }
  }
}
