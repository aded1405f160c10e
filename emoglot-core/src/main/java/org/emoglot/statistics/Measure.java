package org.emoglot.statistics;

import org.emoglot.metric.Interval;

/**
 * A measure of one system over its seeds, with both of its uncertainties.
 *
 * @param spread over seeds: what another training would change
 * @param interval of the mean over seeds: what other clips would change
 */
public record Measure(Spread spread, Interval interval) {

  /** The mean over seeds. */
  public double mean() {
    return spread.mean();
  }
}
