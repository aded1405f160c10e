package org.emoglot.train;

import org.emoglot.corpus.Utterance;

/**
 * What the frozen part of the encoder made of each utterance, computed once per clip.
 *
 * @see org.emoglot.adapt.AdaptedEncoder#prepare
 */
@FunctionalInterface
public interface PreparedClips {

  /** Frames times channels values in row-major order; not to be modified. */
  float[] of(Utterance utterance);
}
