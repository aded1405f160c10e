package org.emoglot.metric;

/**
 * How an interval is estimated.
 *
 * @param resamples how many, at least 1
 * @param level coverage aimed at, in (0, 1)
 * @param seed of the draws
 */
public record BootstrapOptions(int resamples, double level, long seed) {

  /** 95 % from 2000 resamples. */
  public static final BootstrapOptions DEFAULT = new BootstrapOptions(2000, 0.95, 1);

  public BootstrapOptions {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "Expected at least 1 resample and a level between 0 and 1, found %d and %s."
              .formatted(resamples, level));
    }
  }
}
