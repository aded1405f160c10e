package org.emoglot.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.io.AtomicFiles;

/**
 * The file form of a manifest: CSV in UTF-8 with the header {@code
 * utt_id,corpus,lang,speaker,label,split,path,seconds,gender,audio_sha256}, of which the last two
 * columns and their values may be missing.
 *
 * <p>Paths are relative to the manifest's folder, with forward slashes; only where no relative path
 * exists (another drive) are they absolute. Further columns are passed over. Text is in Unicode
 * normal form C, except for paths, which must be as the file system spells them.
 */
final class ManifestCsv {

  static final List<String> COLUMNS =
      List.of("utt_id", "corpus", "lang", "speaker", "label", "split", "path", "seconds");

  /** Written always, and read where they are. */
  private static final List<String> OPTIONAL_COLUMNS = List.of("gender", "audio_sha256");

  private ManifestCsv() {}

  static Manifest read(Path file) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    List<Utterance> utterances = new ArrayList<>();
    Map<String, Long> rows = new HashMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text(file))) {
      for (NamedCsvRecord row : csv) {
        if (utterances.isEmpty()) {
          checkHeader(file, row);
        }
        Utterance utterance = new Row(file, folder, row).utterance();
        Long first = rows.put(utterance.id(), row.getStartingLineNumber());
        if (first != null) {
          throw new InvalidInputException(
              "Expected every utt_id once in %s, found %s in rows %d and %d."
                  .formatted(file, utterance.id(), first, row.getStartingLineNumber()));
        }
        utterances.add(utterance);
      }
    } catch (CsvParseException e) {
      throw notCsv(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    if (utterances.isEmpty()) {
      throw new InvalidInputException(
          "Expected at least one row below the header of " + file + ", found none.");
    }
    return new Manifest(utterances);
  }

  /** The whole file, without the byte order mark that some spreadsheets write. */
  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a manifest at " + file + ", found nothing there.", e);
    } catch (CharacterCodingException e) {
      throw notCsv(file, "bytes that are not UTF-8", e);
    }
  }

  private static InvalidInputException notCsv(Path file, String found, Throwable cause) {
    return new InvalidInputException(
        "Expected CSV in UTF-8 with the columns %s in %s, found: %s"
            .formatted(String.join(",", COLUMNS), file, found),
        cause);
  }

  private static void checkHeader(Path file, NamedCsvRecord row) {
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeAll(row.getHeader());
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "Expected the columns %s in the first row of %s, found no %s."
              .formatted(String.join(",", COLUMNS), file, String.join(",", missing)));
    }
  }

  static void write(Path file, Manifest manifest) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(Stream.concat(COLUMNS.stream(), OPTIONAL_COLUMNS.stream()).toList());
      for (Utterance u : manifest.utterances()) {
        csv.writeRecord(
            nfc(u.id()),
            nfc(u.corpus()),
            u.language().code(),
            nfc(u.speaker()),
            nfc(u.label()),
            u.split().id(),
            relative(folder, u.path()),
            Double.toString(u.seconds()),
            u.gender().id(),
            u.audioHash());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFiles.writeString(file, text.toString());
  }

  private static String relative(Path folder, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    boolean sameRoot =
        absolute.getFileSystem() == folder.getFileSystem()
            && String.valueOf(absolute.getRoot()).equals(String.valueOf(folder.getRoot()));
    Path written = sameRoot ? folder.relativize(absolute) : absolute;
    return written.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** One row, with its place for messages. */
  private record Row(Path file, Path folder, NamedCsvRecord fields) {

    Utterance utterance() {
      return new Utterance(
          text("utt_id"),
          text("corpus"),
          language(),
          text("speaker"),
          text("label"),
          split(),
          path(),
          seconds(),
          Gender.of(optional("gender")),
          optional("audio_sha256"));
    }

    private String text(String column) {
      String value = optional(column);
      if (value.isEmpty()) {
        throw invalid("a value of " + column, "none");
      }
      return value;
    }

    private String optional(String column) {
      return nfc(fields.findField(column).orElse("").strip());
    }

    private Language language() {
      try {
        return Language.of(text("lang"));
      } catch (InvalidInputException e) {
        throw invalid("a language code such as de", "'" + text("lang") + "'");
      }
    }

    private Split split() {
      try {
        return Split.of(text("split"));
      } catch (InvalidInputException e) {
        throw invalid("a split train, val or test", "'" + text("split") + "'");
      }
    }

    private double seconds() {
      String value = text("seconds");
      try {
        double seconds = Double.parseDouble(value);
        if (seconds > 0 && Double.isFinite(seconds)) {
          return seconds;
        }
      } catch (NumberFormatException e) {
        throw invalid("a positive number of seconds", "'" + value + "'");
      }
      throw invalid("a positive number of seconds", "'" + value + "'");
    }

    private Path path() {
      text("path");
      String value = fields.getField("path").strip();
      try {
        Path path = folder.resolve(value).normalize();
        if (Files.exists(path)) {
          return path;
        }
        // A manifest may have passed through a program that changed the normal form of accents.
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
          Path other = folder.resolve(Normalizer.normalize(value, form)).normalize();
          if (Files.exists(other)) {
            return other;
          }
        }
        return path;
      } catch (InvalidPathException e) {
        throw invalid("a path", "'" + value + "' (" + e.getReason() + ")");
      }
    }

    private InvalidInputException invalid(String expected, String found) {
      return new InvalidInputException(
          "Expected %s in row %d of %s, found %s."
              .formatted(expected, fields.getStartingLineNumber(), file, found));
    }
  }
}
