package org.emoglot.tensor;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** How a fresh parameter gets its first values. */
@FunctionalInterface
public interface Initializer {

  /** Values in row-major order for a parameter of this shape. */
  float[] draw(RandomGenerator random, long... shape);

  /** All values the same. */
  static Initializer constant(double value) {
    return (random, shape) -> {
      float[] values = new float[Math.toIntExact(Shapes.size(shape))];
      java.util.Arrays.fill(values, (float) value);
      return values;
    };
  }

  /** Normal with mean 0. */
  static Initializer normal(double standardDeviation) {
    return (random, shape) -> {
      float[] values = new float[Math.toIntExact(Shapes.size(shape))];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * standardDeviation);
      }
      return values;
    };
  }

  /** Uniform in [0, 1). */
  static Initializer uniform() {
    return (random, shape) -> {
      float[] values = new float[Math.toIntExact(Shapes.size(shape))];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      return values;
    };
  }

  /** Normal with variance 2 / (fan-in + fan-out), for matrices (Glorot and Bengio 2010). */
  static Initializer xavier() {
    return (random, shape) -> normal(Math.sqrt(2.0 / (shape[0] + shape[1]))).draw(random, shape);
  }

  /** Normal with variance 2 / fan-in (He et al. 2015), fan-in being all axes but the first. */
  static Initializer kaiming() {
    return (random, shape) ->
        normal(Math.sqrt(2.0 * shape[0] / Shapes.size(shape))).draw(random, shape);
  }

  /**
   * The generator of one parameter: it depends only on the seed and the name of the parameter, so
   * adding a parameter changes no other.
   */
  static RandomGenerator generator(long seed, String name) {
    CRC32C hash = new CRC32C();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ hash.getValue());
  }
}
