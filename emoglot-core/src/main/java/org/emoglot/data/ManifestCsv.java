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
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.PathText;

/**
 * The file form of a manifest: CSV in UTF-8 with the header {@code
 * utt_id,corpus,lang,speaker,label,split,path,seconds,gender,audio_sha256,audio_fingerprint}, the
 * last three columns and their values may be missing. For a segment of a file, {@code start} and
 * {@code end} follow in seconds, and for changed audio, {@code conditioning}.
 *
 * <p>Paths are relative to the manifest's folder, with forward slashes; only where no relative path
 * exists (another drive) are they absolute; a name that is not UTF-8 is written as {@link PathText}
 * does. Other columns are ignored. Text is in Unicode normal form C, except for paths, which must
 * be as the file system spells them; names are taken with all of their blanks.
 */
final class ManifestCsv {

  static final List<String> COLUMNS =
      List.of("utt_id", "corpus", "lang", "speaker", "label", "split", "path", "seconds");

  /** Written always, and read where they are. */
  private static final List<String> OPTIONAL_COLUMNS =
      List.of("gender", "audio_sha256", "audio_fingerprint");

  /** Written where a clip is a segment of its file. */
  private static final List<String> PASSAGE_COLUMNS = List.of("start", "end");

  /** Written where a clip is conditioned. */
  private static final String CONDITIONING_COLUMN = "conditioning";

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
    boolean passages = manifest.utterances().stream().anyMatch(u -> !u.audio().isWhole());
    boolean conditioned =
        manifest.utterances().stream().anyMatch(u -> u.audio().conditioning() != Conditioning.NONE);
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      List<String> header = new ArrayList<>(COLUMNS);
      header.addAll(OPTIONAL_COLUMNS);
      if (passages) {
        header.addAll(PASSAGE_COLUMNS);
      }
      if (conditioned) {
        header.add(CONDITIONING_COLUMN);
      }
      csv.writeRecord(header);
      for (Utterance u : manifest.utterances()) {
        csv.writeRecord(fields(u, folder, passages, conditioned));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFiles.writeString(file, text.toString());
  }

  private static List<String> fields(
      Utterance u, Path folder, boolean passages, boolean conditioned) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                u.id(),
                u.corpus(),
                u.language().code(),
                u.speaker(),
                u.label(),
                u.split().id(),
                relative(folder, u.path()),
                Double.toString(u.seconds()),
                u.gender().id(),
                u.audioHash(),
                u.fingerprint().text()));
    if (passages) {
      ClipAudio audio = u.audio();
      fields.add(audio.isWhole() ? "" : Double.toString(audio.start()));
      fields.add(Double.isInfinite(audio.end()) ? "" : Double.toString(audio.end()));
    }
    if (conditioned) {
      fields.add(u.audio().conditioning().id());
    }
    return fields;
  }

  private static String relative(Path folder, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    boolean sameRoot =
        absolute.getFileSystem() == folder.getFileSystem()
            && String.valueOf(absolute.getRoot()).equals(String.valueOf(folder.getRoot()));
    Path written = sameRoot ? folder.relativize(absolute) : absolute;
    return PathText.written(written);
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
          audio(),
          seconds(),
          Gender.of(optional("gender")),
          optional("audio_sha256"),
          fingerprint());
    }

    /** A name, which may begin or end with what Unicode calls a blank. */
    private String text(String column) {
      String value = fields.findField(column).orElse("");
      if (value.isBlank()) {
        throw invalid("a value of " + column, "none");
      }
      return value;
    }

    /** A value of a known form, around which people may have written blanks. */
    private String optional(String column) {
      return fields.findField(column).orElse("").strip();
    }

    private Language language() {
      try {
        return Language.of(text("lang"));
      } catch (InvalidInputException e) {
        throw invalid("a language code such as de", "'" + text("lang") + "'");
      }
    }

    private Fingerprint fingerprint() {
      try {
        return Fingerprint.parse(optional("audio_fingerprint"));
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            "Row %d of %s: %s"
                .formatted(fields.getStartingLineNumber(), file, String.valueOf(e.getMessage())),
            e);
      }
    }

    private Split split() {
      try {
        return Split.of(text("split").strip());
      } catch (InvalidInputException e) {
        throw invalid("a split train, val or test", "'" + text("split") + "'");
      }
    }

    private double seconds() {
      String value = text("seconds").strip();
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

    private ClipAudio audio() {
      double start = time("start", 0);
      double end = time("end", Double.POSITIVE_INFINITY);
      if (end <= start) {
        throw invalid("an end after the start", "%s and %s".formatted(start, end));
      }
      return new ClipAudio(path(), start, end, conditioning());
    }

    private double time(String column, double otherwise) {
      String value = optional(column);
      try {
        double seconds = value.isEmpty() ? otherwise : Double.parseDouble(value);
        if (seconds >= 0 && (value.isEmpty() || Double.isFinite(seconds))) {
          return seconds;
        }
      } catch (NumberFormatException e) {
        throw invalid("seconds as " + column, "'" + value + "'");
      }
      throw invalid("seconds as " + column, "'" + value + "'");
    }

    private Conditioning conditioning() {
      try {
        return Conditioning.of(optional(CONDITIONING_COLUMN));
      } catch (InvalidInputException e) {
        throw invalid("a conditioning", "'" + optional(CONDITIONING_COLUMN) + "'");
      }
    }

    /** As it is written; or as another program may have changed its blanks or accents. */
    private Path path() {
      String value = text("path");
      String bare = value.strip();
      try {
        Path path = PathText.resolve(folder, value).normalize();
        if (Files.exists(path)) {
          return path;
        }
        for (String spelling :
            List.of(
                bare,
                Normalizer.normalize(bare, Normalizer.Form.NFC),
                Normalizer.normalize(bare, Normalizer.Form.NFD))) {
          Path other = PathText.resolve(folder, spelling).normalize();
          if (Files.isRegularFile(other)) {
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
