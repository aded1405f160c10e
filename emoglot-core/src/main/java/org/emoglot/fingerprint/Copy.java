package org.emoglot.fingerprint;

import java.util.Locale;

/**
 * A clip that is another one under another name, or a part of it.
 *
 * @param id of the clip in question
 * @param original id of the clip that it is a copy of
 * @param identical whether the samples are the same
 * @param seconds how much of both is alike, as {@link FingerprintIndex} counts it; 0 where the
 *     samples are the same
 */
public record Copy(String id, String original, boolean identical, double seconds) {

  /** Such as {@code a/1 is a copy of b/2 (the same samples)}. */
  public String text() {
    return "%s is a copy of %s (%s)".formatted(id, original, how());
  }

  private String how() {
    return identical
        ? "the same samples"
        : String.format(
            Locale.ROOT, "acoustic fingerprints that agree for at least %.1f s", seconds);
  }
}
