package org.emoglot.extraction;

import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.embedding.Level;

/** How embeddings are stored. */
public enum Format {
  /** One table, {@link ParquetTable}. */
  PARQUET,
  /** NumPy arrays and an index of them, {@link Npy} and {@link Index}. */
  NPY;

  /** As on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of that name.
   *
   * @throws InvalidInputException if there is none
   */
  public static Format of(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException("Expected a format parquet or npy, found '" + id + "'."));
  }

  /** What suits a level: a table of utterances, an array for the frames of each clip. */
  public static Format usual(Level level) {
    return level == Level.UTTERANCE ? PARQUET : NPY;
  }
}
