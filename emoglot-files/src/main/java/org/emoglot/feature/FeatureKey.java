package org.emoglot.feature;

import org.emoglot.io.Sha256;

/**
 * All that decides the values of a prepared clip. Equal keys, equal bits.
 *
 * @param clip SHA-256 of the clip's samples at 16 kHz, as {@link Sha256#of(float[])} gives it
 * @param backbone SHA-256 of the encoder's layout and of its weights before the cut
 * @param computation precision, engine, threads: they decide the last digits
 * @param cut up to where it was computed, such as {@code features} or {@code layer-6}
 * @param type how the values are kept
 */
public record FeatureKey(
    String clip, String backbone, String computation, String cut, FeatureType type) {

  /**
   * Raised whenever the layout of an entry changes, or what Emoglot computes before a cut. Entries
   * of another version are asked for no more, and evicted in time.
   */
  static final int VERSION = 2;

  private static final String HASH = "[0-9a-f]{64}";

  public FeatureKey {
    if (!clip.matches(HASH) || !backbone.matches(HASH)) {
      throw new IllegalArgumentException(
          "Expected SHA-256 digests of clip and backbone, found '%s' and '%s'."
              .formatted(clip, backbone));
    }
    if (cut.isBlank() || (computation + cut).indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "Expected a cut and a computation of one line each, found '%s' and '%s'."
              .formatted(cut, computation));
    }
  }

  /** SHA-256 of the key's text, which is one line for each part. */
  String digest() {
    return Sha256.of(
        String.join(
            "\n", "emoglot-features " + VERSION, clip, backbone, computation, cut, type.id()));
  }
}
