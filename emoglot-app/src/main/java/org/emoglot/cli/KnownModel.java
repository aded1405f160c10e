package org.emoglot.cli;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A pretrained model on the hub whose encoder can be read, as its authors describe it.
 *
 * @param id of its repository
 * @param family its {@code model_type}
 * @param millionParameters of the whole model; of Whisper with the decoder, which is not read
 * @param languages of the speech that it heard
 * @param licence of its weights
 * @param heard what it was trained on
 */
record KnownModel(
    String id, String family, int millionParameters, int languages, String licence, String heard) {

  private static final String LIST = "known-models.csv";

  /** All of the list, a family at a time. */
  static List<KnownModel> all() {
    try (InputStream list = KnownModel.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException("Expected " + LIST + " in the jar, found none.");
      }
      try (CsvReader<NamedCsvRecord> rows =
          CsvReader.builder()
              .ofNamedCsvRecord(new InputStreamReader(list, StandardCharsets.UTF_8))) {
        return rows.stream().map(KnownModel::of).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + LIST + ": " + e.getMessage(), e);
    }
  }

  private static KnownModel of(NamedCsvRecord row) {
    return new KnownModel(
        row.getField("id"),
        row.getField("family"),
        Integer.parseInt(row.getField("million_parameters")),
        Integer.parseInt(row.getField("languages")),
        row.getField("licence"),
        row.getField("heard"));
  }
}
