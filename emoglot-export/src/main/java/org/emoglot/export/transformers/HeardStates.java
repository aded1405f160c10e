package org.emoglot.export.transformers;

import java.util.Arrays;
import java.util.Optional;
import org.emoglot.adapt.LayerChoice;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.data2vec.Data2VecConfig;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;

/**
 * How transformers reaches the hidden state that a model pools: through the last state of an
 * encoder with fewer layers, or a sum of all states whose shares are a softmax.
 *
 * @param layers of the encoder that is written
 * @param shares logits of the shares of its {@code layers + 1} states; empty for the last state
 */
record HeardStates(int layers, Optional<float[]> shares) {

  /** A logit whose share is 0 in float32 beside one of 0. */
  private static final float NO_SHARE = -1e4f;

  /**
   * The states of a choice that is one state or a mixture of all.
   *
   * @param mixture logits of the mixture; unused where there is none
   */
  static HeardStates of(LayerChoice choice, EncoderConfig encoder, float[] mixture) {
    if (choice.isMix()) {
      return new HeardStates(encoder.layers(), Optional.of(mixture));
    }
    int state = choice.last();
    if (state == encoder.layers() || state > 0 && !endsWithNorm(encoder)) {
      return new HeardStates(state, Optional.empty());
    }
    // The last state of a shorter encoder would be normalised, or there would be no layer at all.
    float[] shares = new float[state + 2];
    Arrays.fill(shares, NO_SHARE);
    shares[state] = 0;
    return new HeardStates(state + 1, Optional.of(shares));
  }

  /** Whether a norm follows the last layer, and only the last. */
  private static boolean endsWithNorm(EncoderConfig encoder) {
    if (encoder instanceof Wav2Vec2Config wav2vec2) {
      return wav2vec2.context().preNorm();
    }
    return !(encoder instanceof Data2VecConfig); // its layers are post-norm
  }
}
