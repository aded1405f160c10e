package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

  private static final Initializer NORMAL = Initializer.normal(1);

  @TempDir private Path folder;

  @Test
  void seeded_sameSeedInAnotherOrder_givesTheSameValues() {
    try (Parameters first = Parameters.seeded(3);
        Parameters second = Parameters.seeded(3);
        Parameters other = Parameters.seeded(4)) {
      float[] a = Ops.floats(first.take("a", NORMAL, 2, 3));
      float[] b = Ops.floats(first.take("b", NORMAL, 5));
      assertThat(Ops.floats(second.take("b", NORMAL, 5))).containsExactly(b);
      second.take("between", NORMAL, 7);
      assertThat(Ops.floats(second.take("a", NORMAL, 2, 3))).containsExactly(a);
      assertThat(Ops.floats(other.take("a", NORMAL, 2, 3))).isNotEqualTo(a);
      assertThat(first.all()).containsOnlyKeys("a", "b");
      assertThat(first.count()).isEqualTo(11);
    }
  }

  @Test
  void take_insideAScope_outlivesIt() {
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor tensor;
      try (Scope scope = Scope.open()) {
        tensor = parameters.take("a", Initializer.constant(2), 3);
      }
      assertThat(Ops.floats(tensor)).containsExactly(2, 2, 2);
      parameters.close();
      assertThat(tensor.isNull()).isTrue();
      assertThat(parameters.all()).isEmpty();
    }
  }

  @Test
  void take_twice_fails() {
    try (Parameters parameters = Parameters.seeded(1)) {
      parameters.take("a", NORMAL, 1);
      assertThatThrownBy(() -> parameters.take("a", NORMAL, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Two layers ask for the parameter a.");
    }
  }

  @Test
  void pack_frozenMatrices_keepTheirValuesAndProducts() {
    try (Parameters parameters = Parameters.seeded(1);
        Scope scope = Scope.open()) {
      Tensor frozen = parameters.takeMatrix("frozen", NORMAL, 5, 3);
      Tensor trained = parameters.takeMatrix("trained", NORMAL, 5, 3).set_requires_grad(true);
      Tensor factor = parameters.takeFactor("factor", NORMAL, 5, 3);
      Tensor x = Ops.tensor(new float[] {1, 2, 3}, 1, 3);
      float[] values = Ops.floats(frozen);
      float[] product = Ops.floats(Ops.linear(x, frozen, null));
      parameters.pack();
      parameters.pack();
      assertThat(frozen.is_mkldnn()).isEqualTo(PackedProducts.exist());
      assertThat(trained.is_mkldnn()).isFalse();
      assertThat(factor.is_mkldnn()).isFalse();
      assertThat(Ops.floats(frozen)).containsExactly(values);
      assertThat(Ops.floats(Ops.linear(x, frozen, null)))
          .containsExactly(product, Offset.offset(1e-6f));
      assertThat(parameters.count()).isEqualTo(45);
    }
  }

  @Test
  void pack_bfloat16_leavesAll() {
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor frozen = parameters.takeMatrix("frozen", NORMAL, 5, 3);
      parameters.setPrecision(Precision.BF16);
      parameters.pack();
      assertThat(frozen.is_mkldnn()).isFalse();
    }
  }

  @Test
  void setTrainable_all_startFrozenAndFollow() {
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor tensor = parameters.take("a", NORMAL, 1);
      assertThat(tensor.requires_grad()).isFalse();
      parameters.setTrainable(true);
      assertThat(tensor.requires_grad()).isTrue();
      parameters.setTrainable(false);
      assertThat(tensor.requires_grad()).isFalse();
    }
  }

  @Test
  void from_file_givesItsValuesUnderOurNames() {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(
        file, Map.of("x.a", TensorData.floats(new float[] {1, 2, 3, 4}, 2, 2)), Map.of());
    try (Safetensors weights = Safetensors.open(file);
        Parameters parameters = Parameters.from(weights, name -> "x." + name)) {
      Tensor tensor = parameters.take("a", NORMAL, 2, 2);
      parameters.requireComplete(file);
      assertThat(Ops.floats(tensor)).containsExactly(1, 2, 3, 4);
      assertThat(tensor.shape()).containsExactly(2, 2);
    }
  }

  @Test
  void requireComplete_manyProblems_areAllInOneMessage() {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "good", TensorData.floats(new float[1], 1),
            "transposed", TensorData.floats(new float[6], 3, 2),
            "flat", TensorData.floats(new float[4], 4)),
        Map.of());
    try (Safetensors weights = Safetensors.open(file);
        Parameters parameters = Parameters.from(weights, name -> name)) {
      parameters.take("good", NORMAL, 1);
      parameters.take("transposed", NORMAL, 2, 3);
      parameters.take("absent", NORMAL, 5);
      parameters.take("flat", NORMAL, 2, 2);
      assertThatThrownBy(() -> parameters.requireComplete(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(": 1 missing (absent [5]); ")
          .hasMessageContaining(
              "2 of another shape (flat [4] instead of [2, 2], transposed [3, 2] instead of [2, 3]). ")
          .hasMessageNotContaining("good");
    }
  }

  @Test
  void requireComplete_tensorsThatNobodyAskedFor_areReportedWhereTheyBelong() {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "x.good", TensorData.floats(new float[1], 1),
            "x.line\nbreak", TensorData.floats(new float[6], 3, 2),
            "y.other", TensorData.floats(new float[4], 4)),
        Map.of());
    try (Safetensors weights = Safetensors.open(file);
        Parameters parameters =
            Parameters.from(weights, name -> "x." + name, name -> name.startsWith("x."))) {
      parameters.take("good", NORMAL, 1);
      assertThatThrownBy(() -> parameters.requireComplete(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(": 1 unknown (x.line?break [3, 2]). ")
          .hasMessageNotContaining("other");
    }
  }

  @Test
  void requireComplete_hundredsOfProblems_areCountedAndSomeListed() {
    Path file = folder.resolve("w.safetensors");
    SafetensorsWriter.write(file, Map.of("a", TensorData.floats(new float[1], 1)), Map.of());
    try (Safetensors weights = Safetensors.open(file);
        Parameters parameters = Parameters.from(weights, name -> name)) {
      for (int i = 0; i < 400; i++) {
        parameters.take("p%03d".formatted(i), NORMAL, i);
      }
      assertThatThrownBy(() -> parameters.requireComplete(file))
          .hasMessageContaining(": 400 missing (p000 [0], p001 [1], ")
          .hasMessageContaining(", p099 [99] and 300 more). ")
          .message()
          .hasSizeLessThan(2000);
    }
  }

  // ---------------------------------------------------------------- what follows from parameters

  @Test
  void derived_frozenSources_isComputedOnceAndOutlivesItsScope() {
    AtomicInteger computations = new AtomicInteger();
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor source = parameters.take("a", Initializer.constant(3), 2);
      for (int i = 0; i < 3; i++) {
        try (Scope scope = Scope.open()) {
          assertThat(Ops.floats(doubled(parameters, source, computations))).containsExactly(6, 6);
        }
      }
      assertThat(computations).hasValue(1);
      assertThat(parameters.all()).containsOnlyKeys("a");
    }
  }

  @Test
  void derived_trainedSource_isComputedEveryTimeAndDifferentiable() {
    AtomicInteger computations = new AtomicInteger();
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      Tensor source = parameters.take("a", Initializer.constant(3), 2);
      parameters.setTrainable(true);
      doubled(parameters, source, computations).sum().backward();
      assertThat(Ops.floats(source.grad())).containsExactly(2, 2);
      Ops.assign(source, new float[] {4, 5});
      assertThat(Ops.floats(doubled(parameters, source, computations))).containsExactly(8, 10);
      assertThat(computations).hasValue(2);
    }
  }

  @Test
  void derived_oneOfTwoSourcesTrained_isComputedEveryTime() {
    AtomicInteger computations = new AtomicInteger();
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      Tensor frozen = parameters.take("a", Initializer.constant(3), 2);
      Tensor trained = parameters.take("b", Initializer.constant(2), 2).set_requires_grad(true);
      for (int i = 0; i < 2; i++) {
        Tensor product =
            parameters.derived(
                "product",
                () -> {
                  computations.incrementAndGet();
                  return frozen.mul(trained);
                },
                frozen,
                trained);
        assertThat(product.requires_grad()).isTrue();
      }
      assertThat(computations).hasValue(2);
    }
  }

  @Test
  void derived_afterSetPrecision_isComputedAnew() {
    AtomicInteger computations = new AtomicInteger();
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor source = parameters.take("a", Initializer.constant(3), 2);
      Tensor before;
      try (Scope scope = Scope.open()) {
        before = doubled(parameters, source, computations);
        assertThat(before.scalar_type().intern()).isEqualTo(ScalarType.Float);
      }
      parameters.setPrecision(Precision.BF16);
      assertThat(before.isNull()).as("the old one is freed").isTrue();
      Tensor after = doubled(parameters, source, computations);
      assertThat(after.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(computations).hasValue(2);
    }
  }

  /** Twice the source, as a factor. */
  private static Tensor doubled(Parameters parameters, Tensor source, AtomicInteger computations) {
    return parameters.derived(
        "twice",
        () -> {
          computations.incrementAndGet();
          return parameters.factor(Ops.scale(source, 2));
        },
        source);
  }

  // ---------------------------------------------------------------- precision

  @Test
  void setPrecision_bf16_roundsFrozenFactorsAlone() {
    try (Scope scope = Scope.open();
        Parameters parameters = Parameters.seeded(1)) {
      float fine = 1 + 0x1p-12f; // which bfloat16, with 8 bits, rounds to 1
      Initializer constant = (random, shape) -> new float[] {fine, -fine};
      Tensor frozen = parameters.takeFactor("frozen", constant, 2);
      Tensor trained = parameters.takeFactor("trained", constant, 2).set_requires_grad(true);
      Tensor other = parameters.take("other", constant, 2);
      assertThat(parameters.precision()).isEqualTo(Precision.FP32);
      parameters.setPrecision(Precision.BF16);

      assertThat(parameters.precision()).isEqualTo(Precision.BF16);
      assertThat(parameters.all().get("frozen")).isSameAs(frozen);
      assertThat(frozen.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(Ops.floats(frozen)).containsExactly(1, -1);
      assertThat(trained.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(trained.is_leaf()).isTrue();
      assertThat(Ops.floats(trained)).containsExactly(fine, -fine);
      assertThat(other.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(Ops.floats(other)).containsExactly(fine, -fine);
      assertThat(parameters.count()).isEqualTo(6);

      Tensor factor = parameters.factor(trained);
      assertThat(factor.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      Ops.scale(factor, 3).sum().backward();
      assertThat(trained.grad().scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(Ops.floats(trained.grad())).containsExactly(3, 3);
    }
  }

  @Test
  void setPrecision_insideAScope_outlivesIt() {
    try (Parameters parameters = Parameters.seeded(1)) {
      Tensor frozen = parameters.takeFactor("a", Initializer.constant(2), 3);
      try (Scope scope = Scope.open()) {
        parameters.setPrecision(Precision.BF16);
      }
      assertThat(Ops.floats(frozen)).containsExactly(2, 2, 2);
    }
  }

  @Test
  void precision_ofAName_isFoundOrRefused() {
    assertThat(Precision.of("fp32")).isEqualTo(Precision.FP32);
    assertThat(Precision.of("bf16")).isEqualTo(Precision.BF16);
    assertThatThrownBy(() -> Precision.of("fp16"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a precision fp32 or bf16, found 'fp16'.");
  }
}
