package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
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
}
