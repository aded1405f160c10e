package org.emoglot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The type of a tensor's elements, named as in a safetensors header.
 *
 * <p>The order of the constants is the reverse of the order of tensors in a file: wide elements
 * come first, so that each tensor begins at a multiple of its element size.
 */
public enum DType {
  /** One byte, 0 or 1. */
  BOOL(1),
  /** Unsigned integer of 8 bits. */
  U8(1),
  /** Signed integer of 8 bits. */
  I8(1),
  /** Signed integer of 16 bits. */
  I16(2),
  /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
  F16(2),
  /** The upper half of a binary32: 1 sign, 8 exponent and 7 fraction bits. */
  BF16(2),
  /** Signed integer of 32 bits. */
  I32(4),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** Signed integer of 64 bits. */
  I64(8);

  private static final int F16_FRACTION_BITS = 10;
  private static final int F16_FRACTION_MASK = (1 << F16_FRACTION_BITS) - 1;
  private static final int F16_MAX_EXPONENT = 31;
  private static final int F16_EXPONENT_BIAS = 15;
  private static final float F16_MIN_SUBNORMAL = 0x1p-24f; // 2^(1 - bias - fraction bits)
  private static final int F32_FRACTION_BITS = 23;
  private static final int F32_EXPONENT_BIAS = 127;

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are floating-point numbers, which {@link #toFloats} reads. */
  public boolean isFloating() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }

  /**
   * Converts the remaining bytes of a buffer. F16, BF16 and F32 are kept exactly; F64 is rounded to
   * the nearest float, beyond the range of floats to an infinity.
   *
   * @param data little-endian elements, a whole number of them, whatever the buffer's own order;
   *     its position does not move
   * @throws IllegalStateException if the elements are not floating-point numbers
   */
  public float[] toFloats(ByteBuffer data) {
    ByteBuffer in = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    float[] out = new float[in.remaining() / bytes];
    switch (this) {
      case F32 -> in.asFloatBuffer().get(out);
      case F64 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = (float) in.getDouble(i * bytes);
        }
      }
      case F16 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = float16ToFloat(in.getShort(i * bytes));
        }
      }
      case BF16 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = bfloat16ToFloat(in.getShort(i * bytes));
        }
      }
      default -> throw new IllegalStateException("Not a floating-point type: " + this);
    }
    return out;
  }

  /** The value of an F16, exactly; the payload of a NaN is kept. */
  public static float float16ToFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> F16_FRACTION_BITS) & F16_MAX_EXPONENT;
    int fraction = bits & F16_FRACTION_MASK;
    int magnitude;
    if (exponent == 0) {
      magnitude = Float.floatToRawIntBits(fraction * F16_MIN_SUBNORMAL);
    } else {
      int wideExponent =
          exponent == F16_MAX_EXPONENT ? 255 : exponent - F16_EXPONENT_BIAS + F32_EXPONENT_BIAS;
      magnitude =
          wideExponent << F32_FRACTION_BITS | fraction << (F32_FRACTION_BITS - F16_FRACTION_BITS);
    }
    return Float.intBitsToFloat(sign | magnitude);
  }

  /**
   * The F16 that is nearest to a number of at most 65504, and of two that are as near the even one.
   */
  public static short floatToFloat16(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    // Adding and taking away a power of two rounds to a multiple of its last bit.
    int exponent = Math.max(Math.getExponent(magnitude), 1 - F16_EXPONENT_BIAS);
    float unit = Math.scalb(1f, exponent - F16_FRACTION_BITS);
    int units = (int) Math.rint(magnitude / unit); // up to 2^11, which carries into the exponent
    int bits =
        units < 1 << F16_FRACTION_BITS
            ? units
            : (exponent + F16_EXPONENT_BIAS - 1 << F16_FRACTION_BITS) + units;
    return (short) (sign | bits);
  }

  /** The value of a BF16, exactly; the payload of a NaN is kept. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
