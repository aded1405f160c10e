package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {

  private static final int ROWS = 6;
  private static final int WIDTH = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Storage.class)
  void open_whatWasPut_isNearlyWhatItWas(Storage storage) {
    float[] values = values();
    try (Weights weights = Weights.open(write(storage, values))) {
      assertThat(weights.names()).containsExactlyInAnyOrder("layer.weight", "layer.bias");
      Entry entry = weights.entry("layer.weight");
      assertThat(entry.shape()).containsExactly((long) ROWS, 4L, 5L);
      assertThat(entry.dtype()).isEqualTo(storage == Storage.FP16 ? DType.F16 : DType.F32);
      float[] read = weights.floats("layer.weight");
      for (int row = 0; row < ROWS; row++) {
        float largest = 0;
        for (int i = 0; i < WIDTH; i++) {
          largest = Math.max(largest, Math.abs(values[row * WIDTH + i]));
        }
        for (int i = row * WIDTH; i < (row + 1) * WIDTH; i++) {
          double most =
              switch (storage) {
                case FP32 -> 0;
                case FP16 -> Math.abs(values[i]) * 0x1p-11 + 0x1p-25;
                case INT8 -> largest / 127 * 0.5001;
              };
          assertThat(read[i]).isCloseTo(values[i], within((float) most));
        }
      }
      assertThat(weights.floats("layer.bias")).as("exactly").containsExactly(bias());
      ByteBuffer into = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
      weights.read("layer.weight", into);
      float[] again = new float[values.length];
      into.clear().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(again);
      assertThat(again).containsExactly(read);
      assertThat(DTypeBytes.floats(weights, "layer.weight")).containsExactly(read);
    }
  }

  @Test
  void put_int8_takesAQuarterOfTheRoom() {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Storage.INT8.put(tensors, "layer.weight", values(), ROWS, 4, 5);
    assertThat(tensors.get("layer.weight").entry().bytes()).isEqualTo(ROWS * WIDTH);
    assertThat(tensors.get("layer.weight.scale").entry())
        .isEqualTo(new Entry(DType.F32, java.util.List.of((long) ROWS)));
  }

  /** What was rounded once is not rounded again. */
  @ParameterizedTest
  @EnumSource(Storage.class)
  void put_whatWasRead_isTheSame(Storage storage) {
    float[] read;
    try (Weights weights = Weights.open(write(storage, values()))) {
      read = weights.floats("layer.weight");
    }
    try (Weights weights = Weights.open(write(storage, read))) {
      assertThat(weights.floats("layer.weight")).containsExactly(read, within(1e-7f));
    }
  }

  @Test
  void put_valuesBeyondFloat16_staysFloat32() {
    float[] values = values();
    values[3] = 70_000;
    try (Weights weights = Weights.open(write(Storage.FP16, values))) {
      assertThat(weights.entry("layer.weight").dtype()).isEqualTo(DType.F32);
      assertThat(weights.floats("layer.weight")).containsExactly(values);
    }
  }

  /** Every number that a float16 can be becomes itself, and what lies between the nearer one. */
  @Test
  void floatToFloat16_everyNumber_isTheNearest() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      float value = DType.float16ToFloat((short) bits);
      assertThat(DType.floatToFloat16(value)).isEqualTo((short) bits);
      assertThat(DType.floatToFloat16(-value)).isEqualTo((short) (bits | 0x8000));
      if (bits < 0x7bff) {
        float next = DType.float16ToFloat((short) (bits + 1));
        int even = bits % 2 == 0 ? bits : bits + 1;
        assertThat(DType.floatToFloat16((value + next) / 2)).isEqualTo((short) even);
        assertThat(DType.floatToFloat16(value + (next - value) * 0.4f)).isEqualTo((short) bits);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 7})
  void open_scalesThatDoNotFit_isRefused(long scales) {
    Path file = folder.resolve("model.safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Storage.INT8.put(tensors, "layer.weight", values(), ROWS, WIDTH);
    tensors.put(
        "layer.weight.scale", TensorData.floats(new float[Math.toIntExact(scales)], scales));
    SafetensorsWriter.write(file, tensors, Map.of());
    assertThatThrownBy(() -> Weights.open(file).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("an F32 scale for each row of the tensor \"layer.weight\"")
        .hasMessageContaining("F32 of shape [" + scales + "]");
  }

  /** A file of somebody else's may have such a name. */
  @Test
  void open_floatsWithAScale_areBothShown() {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "norm", TensorData.floats(new float[4], 4),
            "norm.scale", TensorData.floats(new float[4], 4)),
        Map.of());
    try (Weights weights = Weights.open(file)) {
      assertThat(weights.names()).containsExactlyInAnyOrder("norm", "norm.scale");
    }
  }

  private Path write(Storage storage, float[] values) {
    Path file = folder.resolve(storage.id() + ".safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    storage.put(tensors, "layer.weight", values, ROWS, 4, 5);
    storage.put(tensors, "layer.bias", bias(), 7);
    SafetensorsWriter.write(file, tensors, Map.of());
    return file;
  }

  /** One row of zeros, one of tiny and one of large values. */
  private static float[] values() {
    Random random = new Random(2);
    float[] values = new float[ROWS * WIDTH];
    for (int i = 0; i < values.length; i++) {
      double size = new double[] {0, 1e-6, 1, 3, 100, 0.02}[i / WIDTH];
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  private static float[] bias() {
    return new float[] {0.1f, -2.3f, 1e-8f, 0, 5, 70_000, -1};
  }

  /** Reads as those do who want bytes. */
  private static final class DTypeBytes {
    static float[] floats(Weights weights, String name) {
      return weights.entry(name).dtype().toFloats(weights.bytes(name));
    }
  }
}
