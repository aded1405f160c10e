package org.emoglot.encoder;

/**
 * Where the bands of a long-term spectrum stand in a frame that is a whole clip.
 *
 * @param first the channel of the lowest band
 * @param count of bands; 0 where there is no such spectrum
 */
public record Bands(int first, int count) {

  /** No spectrum. */
  public static final Bands NONE = new Bands(0, 0);
}
