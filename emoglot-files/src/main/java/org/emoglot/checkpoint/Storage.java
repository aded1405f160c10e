package org.emoglot.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * The number format of matrices in a safetensors file. Tensors with one axis, such as biases and
 * norms, take little room and stay float32 in each.
 */
public enum Storage {
  /** float32: nothing is lost. */
  FP32,
  /** float16, half as large. */
  FP16,
  /**
   * Integers from -127 to 127, a quarter as large, with a float32 scale for each row of the first
   * axis, of a layer for each output: value = integer * scale. A tensor {@code NAME} of type I8 has
   * its scales in {@code NAME.scale}.
   */
  INT8;

  static final String SCALE = ".scale";

  private static final float LARGEST_F16 = 65_504;

  /** As on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of this name.
   *
   * @throws InvalidInputException if there is none
   */
  public static Storage of(String id) {
    return Arrays.stream(values())
        .filter(storage -> storage.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a precision fp32, fp16 or int8, found '%.40s'.".formatted(id)));
  }

  /**
   * Puts a tensor in this format among others.
   *
   * @param values finite, row-major
   */
  public void put(Map<String, TensorData> tensors, String name, float[] values, long... shape) {
    if (this == FP32 || shape.length < 2 || values.length == 0) {
      tensors.put(name, TensorData.floats(values, shape));
    } else if (this == INT8) {
      putRows(tensors, name, values, shape);
    } else {
      tensors.put(
          name,
          fitsFloat16(values)
              ? TensorData.float16(values, shape)
              : TensorData.floats(values, shape));
    }
  }

  /** Whether float16 holds all values. */
  public static boolean fitsFloat16(float[] values) {
    for (float value : values) {
      if (Math.abs(value) > LARGEST_F16) {
        return false;
      }
    }
    return true;
  }

  private static void putRows(
      Map<String, TensorData> tensors, String name, float[] values, long... shape) {
    QuantizedRows rows = QuantizedRows.of(values, Math.toIntExact(shape[0]));
    tensors.put(name, TensorData.int8(rows.values(), shape));
    tensors.put(name + SCALE, TensorData.floats(rows.scales(), shape[0]));
  }
}
