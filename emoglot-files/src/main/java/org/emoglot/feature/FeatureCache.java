package org.emoglot.feature;

import java.util.Optional;

/** A cache of prepared clips between runs. A clip is the same bits, kept or not. */
public interface FeatureCache {

  /** Keeps nothing. */
  FeatureCache NONE =
      new FeatureCache() {
        @Override
        public Optional<PreparedClip> get(FeatureKey key) {
          return Optional.empty();
        }

        @Override
        public PreparedClip put(FeatureKey key, float[] values, int channels) {
          return PreparedClip.of(key.type().round(values), channels);
        }
      };

  /** The clip, if it was kept. */
  Optional<PreparedClip> get(FeatureKey key);

  /**
   * Keeps a clip if it can.
   *
   * @param values frames times channels, frame by frame; not to be changed afterwards
   * @return the clip as {@link #get} returns it, kept or not
   */
  PreparedClip put(FeatureKey key, float[] values, int channels);
}
