package org.emoglot.encoder.logmel;

import java.util.Locale;
import org.emoglot.InvalidInputException;

/** Over what log-mel energies get mean 0 and variance 1. */
public enum MelNorm {
  /**
   * Over a clip's frames, each band for itself, as w2v-BERT 2.0 has it: removes the channel, and
   * with it the tilt of the spectrum, by which loud voices differ from soft ones.
   */
  BAND,
  /** Over the frames and bands of a clip: removes only the level. */
  CLIP;

  /** As it is written in {@code config.json} and in settings. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of a text.
   *
   * @throws InvalidInputException if there is no such kind
   */
  public static MelNorm of(String text) {
    for (MelNorm kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new InvalidInputException(
        "Expected log-mel energies to be normalised per 'band' or per 'clip', found '%s'."
            .formatted(text));
  }
}
