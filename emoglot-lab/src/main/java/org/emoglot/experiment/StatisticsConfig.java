package org.emoglot.experiment;

import org.emoglot.wav2vec2.Wav2Vec2Config;

/**
 * The layout of the built-in encoder of utterance statistics.
 *
 * @param width of the projection, D
 * @param dropout probability of dropping one of its channels in training
 */
public record StatisticsConfig(int width, double dropout) {

  /** The layout with these sizes. */
  public Wav2Vec2Config layout() {
    return Wav2Vec2Config.statistics(width, dropout);
  }
}
