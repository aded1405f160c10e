package org.emoglot.experiment;

import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.statistics.UtteranceStatisticsConfig;

/**
 * The layout of the built-in encoder of utterance statistics.
 *
 * @param width of the projection, D
 * @param dropout probability of dropping one of its channels in training
 */
public record StatisticsConfig(int width, double dropout) {

  /** The layout with these sizes. */
  public EncoderConfig layout() {
    return new UtteranceStatisticsConfig(width, dropout);
  }
}
