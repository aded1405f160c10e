package org.emoglot.corpus;

/**
 * A file below a corpus's root that was not taken for audio.
 *
 * @param file its path below the root; that of a skipped folder ends with a slash
 * @param reason why, in a few words
 */
public record PassedOver(String file, String reason) {

  /** Ends the name of a folder. */
  static final String FOLDER = "/";

  /** Whether it is one file, and no folder. */
  boolean isFile() {
    return !file.endsWith(FOLDER);
  }
}
