package org.emoglot.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.emoglot.data.Gender;

/** Information about speakers in a table beside the audio. */
public final class SpeakerTable {

  private SpeakerTable() {}

  /**
   * Adds the gender of the speakers, by a table in the corpus's folder or the one above. It stays
   * unknown without such a table or its columns, since nothing depends on it.
   *
   * @param root the corpus's folder
   * @param name the table's file name
   * @param speakerColumn in lower case
   * @param genderColumn in lower case
   */
  public static CorpusListing withGenders(
      CorpusListing listing, Path root, String name, String speakerColumn, String genderColumn) {
    Map<String, Gender> genders = new HashMap<>();
    Path beside = root.resolve(name);
    Path file =
        Files.isRegularFile(beside)
            ? beside
            : root.toAbsolutePath().normalize().resolveSibling(name);
    if (Files.isRegularFile(file)) {
      for (Table.Row row : Table.read(file).rows()) {
        genders.put(row.text(speakerColumn), Gender.of(row.text(genderColumn)));
      }
    }
    return listing.with(clip -> clip.by(genders.getOrDefault(clip.speaker(), Gender.UNKNOWN)));
  }
}
