package org.emoglot.embedding;

import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** What gets an embedding. */
public enum Level {
  /** A clip: the mean over its frames. */
  UTTERANCE,
  /** Every frame of a clip; wav2vec 2.0 has one each 20 ms. */
  FRAME;

  /** As on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level of that name.
   *
   * @throws InvalidInputException if there is none
   */
  public static Level of(String id) {
    return Arrays.stream(values())
        .filter(level -> level.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a level utterance or frame, found '" + id + "'."));
  }
}
