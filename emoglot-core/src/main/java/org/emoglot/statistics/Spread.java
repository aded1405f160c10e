package org.emoglot.statistics;

import java.util.Arrays;

/**
 * How values of repeated trainings scatter.
 *
 * @param count number of values, at least 1
 * @param mean their mean; NaN if a value is
 * @param deviation their sample standard deviation, by n - 1; NaN for a single value
 * @param lowest least value
 * @param highest greatest value
 */
public record Spread(int count, double mean, double deviation, double lowest, double highest) {

  /** The spread of values, such as the UAR of each seed. */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Expected at least one value, found none.");
    }
    double mean = Arrays.stream(values).average().getAsDouble();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        values.length,
        mean,
        values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1)),
        Arrays.stream(values).reduce(Double.POSITIVE_INFINITY, Math::min),
        Arrays.stream(values).reduce(Double.NEGATIVE_INFINITY, Math::max));
  }
}
