package org.emoglot.pretrain;

import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;

/**
 * A folder of unlabelled speech.
 *
 * @param corpus its name in the declaration of a model
 * @param language what is spoken in it; {@code und} if that is not known
 * @param folder searched for audio files, with all below it
 */
public record SpeechFolder(String corpus, Language language, Path folder) {

  /** ISO 639's code for a language that was not determined. */
  public static final Language UNDETERMINED = new Language("und");

  public SpeechFolder {
    if (!corpus.matches("[A-Za-z0-9._-]+")) {
      throw new InvalidInputException(
          "Expected a corpus name of letters, digits, dots, dashes and underscores, found '%s'."
              .formatted(corpus));
    }
  }

  /**
   * Reads the part before the folder.
   *
   * @param name {@code corpus:language}, such as {@code podcasts:de}
   */
  public static SpeechFolder of(String name, Path folder) {
    int colon = name.lastIndexOf(':');
    if (colon < 0) {
      throw new InvalidInputException(
          "Expected corpus:language=folder, such as podcasts:de=/data/podcasts, found '%s=%s'; und means an unknown language."
              .formatted(name, folder));
    }
    return new SpeechFolder(
        name.substring(0, colon), Language.of(name.substring(colon + 1)), folder);
  }
}
