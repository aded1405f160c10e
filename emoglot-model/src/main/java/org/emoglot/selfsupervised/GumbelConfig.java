package org.emoglot.selfsupervised;

/**
 * The temperature of the quantizer's Gumbel softmax, which falls geometrically and then stays.
 *
 * @param start temperature of the first step
 * @param end temperature at which it stays
 * @param fallShare share of the steps over which it falls; 0.69 of 400,000 steps is a factor of
 *     0.999995 a step
 */
public record GumbelConfig(double start, double end, double fallShare) {

  public GumbelConfig {
    Require.that(end > 0, "gumbel.end", "positive", end);
    Require.that(start >= end, "gumbel.start", "at least gumbel.end", start);
    Require.that(fallShare > 0 && fallShare <= 1, "gumbel.fallShare", "in (0, 1]", fallShare);
  }

  /** The temperature of a step, counted from 0, of so many. */
  public double temperature(long step, int steps) {
    return Math.max(end, start * Math.pow(end / start, step / (fallShare * steps)));
  }
}
