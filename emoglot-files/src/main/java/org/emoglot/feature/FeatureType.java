package org.emoglot.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** How a value is kept. */
public enum FeatureType {
  /** As it was computed. */
  FP32(1, Float.BYTES),
  /** Rounded to 8 bits of precision, in half the space. */
  BF16(2, Short.BYTES);

  private final int code;
  private final int bytes;

  FeatureType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** As in settings. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static FeatureType of(String id) {
    return Arrays.stream(values())
        .filter(type -> type.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a precision fp32 or bf16 of features, found '" + id + "'."));
  }

  /** Its number in an entry. */
  int code() {
    return code;
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** What is left of values that are kept; the same array where nothing changes. */
  public float[] round(float[] values) {
    if (this == FP32) {
      return values;
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = fromBfloat16(toBfloat16(values[i]));
    }
    return rounded;
  }

  /** Appends values to a little-endian buffer. */
  void write(float[] values, ByteBuffer to) {
    switch (this) {
      case FP32 -> to.asFloatBuffer().put(values);
      case BF16 -> {
        ShortBuffer shorts = to.asShortBuffer();
        for (float value : values) {
          shorts.put(toBfloat16(value));
        }
      }
    }
    to.position(to.position() + values.length * bytes);
  }

  /** Some values of a little-endian buffer. */
  float[] read(ByteBuffer from, int first, int count) {
    float[] values = new float[count];
    switch (this) {
      case FP32 -> {
        FloatBuffer floats = from.asFloatBuffer();
        floats.get(first, values);
      }
      case BF16 -> {
        ShortBuffer shorts = from.asShortBuffer();
        for (int i = 0; i < count; i++) {
          values[i] = fromBfloat16(shorts.get(first + i));
        }
      }
    }
    return values;
  }

  /** The nearest bfloat16, ties to even; a NaN stays one. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> Short.SIZE | 0x40); // quiet, so that it does not become infinity
    }
    int half = 0x7FFF + (bits >>> Short.SIZE & 1);
    return (short) (bits + half >>> Short.SIZE);
  }

  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
