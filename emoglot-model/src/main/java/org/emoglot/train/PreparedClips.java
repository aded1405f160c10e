package org.emoglot.train;

import java.util.List;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;

/**
 * What the frozen part of the encoder made of each utterance, computed once per clip.
 *
 * @see org.emoglot.adapt.AdaptedEncoder#prepare
 */
@FunctionalInterface
public interface PreparedClips {

  /** The clip of an utterance, in the first of its views. */
  PreparedClip of(Utterance utterance);

  /** What an answer to an utterance comes from: the views of its clip. */
  default List<PreparedClip> viewsOf(Utterance utterance) {
    return List.of(of(utterance));
  }

  /** What a training step may use of an utterance: its clip's views, then its augmented copies'. */
  default List<PreparedClip> versionsOf(Utterance utterance) {
    return viewsOf(utterance);
  }
}
