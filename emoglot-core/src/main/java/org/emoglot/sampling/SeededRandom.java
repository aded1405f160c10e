package org.emoglot.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A small generator with the same numbers on every Java version and in any language: SplitMix64 (G.
 * L. Steele, D. Lea, C. H. Flood: <i>Fast Splittable Pseudorandom Number Generators</i>, OOPSLA
 * 2014).
 *
 * <p>The state z grows by the odd constant 0x9E3779B97F4A7C15; each output is z mixed by {@code z =
 * (z ^ z>>>30) * 0xBF58476D1CE4E5B9; z = (z ^ z>>>27) * 0x94D049BB133111EB; z ^ z>>>31}. Made for
 * one call and thrown away, from a seed and coordinates such as the step, never kept and shared.
 */
public final class SeededRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private SeededRandom(long state) {
    this.state = state;
  }

  /**
   * A generator for one place in a run: different coordinates, unrelated numbers.
   *
   * @param seed of the run
   * @param coordinates such as stream and step
   */
  public static SeededRandom of(long seed, long... coordinates) {
    // Mixed between seed and coordinates: else (a, b) and (b, a) would give the same numbers.
    long state = seed;
    for (long coordinate : coordinates) {
      state = mix(state + GOLDEN_GAMMA) ^ coordinate;
    }
    return new SeededRandom(mix(state + GOLDEN_GAMMA));
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * Uniform in {0, ..., bound - 1}, without bias.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("The bound must be at least 1: " + bound);
    }
    long bits = nextLong() >>> 1;
    long value = bits % bound;
    // The last, incomplete run of bounds would favour small values: draw again.
    while (bits - value + (bound - 1) < 0) {
      bits = nextLong() >>> 1;
      value = bits % bound;
    }
    return (int) value;
  }

  /** A list in random order (Fisher and Yates). */
  public <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, nextInt(i + 1));
    }
    return shuffled;
  }

  /**
   * Items in random order, each at most once.
   *
   * @param count at most the number of items
   */
  public <T> List<T> choose(List<T> items, int count) {
    return List.copyOf(shuffled(items).subList(0, count));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
