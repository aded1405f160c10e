package org.emoglot.tensor;

import java.util.Arrays;

/** Checks of shapes, with messages that print both sides. */
public final class Shapes {

  private Shapes() {}

  /** Number of elements of a shape. */
  public static long size(long... shape) {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  /** Fails unless {@code length} values fill {@code shape}. */
  public static void requireSize(long length, long... shape) {
    if (size(shape) != length) {
      throw new IllegalArgumentException(
          "Shape %s holds %d values, given were %d."
              .formatted(Arrays.toString(shape), size(shape), length));
    }
  }
}
