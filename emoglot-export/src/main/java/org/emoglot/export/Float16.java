package org.emoglot.export;

/** Numbers of half precision (IEEE 754 binary16). */
final class Float16 {

  private static final int DROPPED_BITS = 13; // of the fraction
  private static final float LARGEST = 65_504;
  private static final int SMALLEST_NORMAL = 113 << 23; // 2^-14 as float32
  private static final float SUBNORMAL_STEP = 0x1p-24f;

  private Float16() {}

  /** The nearest one, the even of two; what is too large becomes the largest. */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7FFF_FFFF;
    if (Float.intBitsToFloat(magnitude) > LARGEST) {
      return (short) (sign | 0x7BFF);
    }
    if (magnitude < SMALLEST_NORMAL) {
      return (short)
          (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) / (double) SUBNORMAL_STEP));
    }
    int half = 1 << DROPPED_BITS - 1;
    int odd = magnitude >>> DROPPED_BITS & 1;
    int rounded = magnitude + half - 1 + odd;
    return (short) (sign | (rounded >>> DROPPED_BITS) - (112 << 10));
  }
}
