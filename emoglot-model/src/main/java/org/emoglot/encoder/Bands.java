package org.emoglot.encoder;

/**
 * The positions of the bands of a long-term spectrum in a frame that represents a whole clip.
 *
 * @param first the channel of the lowest band
 * @param count of bands; 0 without such a spectrum
 */
public record Bands(int first, int count) {

  /** No spectrum. */
  public static final Bands NONE = new Bands(0, 0);
}
