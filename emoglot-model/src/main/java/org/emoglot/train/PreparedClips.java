package org.emoglot.train;

import org.emoglot.corpus.Utterance;
import org.emoglot.feature.PreparedClip;

/**
 * What the frozen part of the encoder made of each utterance, computed once per clip.
 *
 * @see org.emoglot.adapt.AdaptedEncoder#prepare
 */
@FunctionalInterface
public interface PreparedClips {

  /** The clip of an utterance. */
  PreparedClip of(Utterance utterance);
}
