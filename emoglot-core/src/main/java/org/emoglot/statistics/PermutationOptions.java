package org.emoglot.statistics;

/**
 * How a permutation test is made.
 *
 * @param permutations how many are drawn, at least 1; where all of them are no more, all are taken
 * @param seed of the draws
 */
public record PermutationOptions(int permutations, long seed) {

  /** 10000 permutations: a p-value near 0.05 is off by 0.002. */
  public static final PermutationOptions DEFAULT = new PermutationOptions(10_000, 1);

  public PermutationOptions {
    if (permutations < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 permutation, found %d.".formatted(permutations));
    }
  }
}
