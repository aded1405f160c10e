package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class EngineTest {

  @Test
  void info_describesTheRunningEngine() {
    Engine.Info info = Engine.info();
    Figures.write("engine", info);
    assertThat(info.threads()).isPositive();
    assertThat(info.cpuCapability()).isNotBlank();
    assertThat(info.products()).isIn("oneDNN", "OpenBLAS");
    assertThat(info.version()).matches("\\d+\\.\\d+.*");
  }

  @Test
  void matmul_largeMatrices_isTrueFloat32() {
    int size = 300;
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.tensor(values, size, size);
      Tensor wide = x.to(ScalarType.Double);
      double error = Difference.relative(Ops.doubles(x.matmul(x)), Ops.doubles(wide.matmul(wide)));
      Figures.write("matmul", Engine.info().products() + " " + error);
      assertThat(error).isLessThan(1e-5); // bfloat16 would give some 1e-3
    }
  }
}
