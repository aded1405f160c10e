package org.emoglot.corpus;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;

/**
 * From a corpus's labels to emotion names. It names every label that the corpus uses, also those
 * that a {@link LabelSet} leaves out, so that an unknown label is noticed.
 *
 * @param emotions corpus label to emotion name, or to {@link #LEFT_OUT}
 */
public record LabelMap(Map<String, String> emotions) {

  /** In the place of an emotion: clips with this label are left out. */
  public static final String LEFT_OUT = "-";

  public LabelMap {
    emotions = Map.copyOf(emotions);
    if (emotions.isEmpty()) {
      throw new InvalidInputException("Expected at least one label in a label map, found none.");
    }
  }

  /**
   * Reads lines of corpus label, blank, emotion name; the label may have blanks inside. Empty lines
   * and those that begin with # are skipped.
   *
   * @throws InvalidInputException if a line has another form or repeats a label
   */
  public static LabelMap parse(String table) {
    Map<String, String> emotions = new LinkedHashMap<>();
    int row = 0;
    for (String line : table.lines().map(String::strip).toList()) {
      row++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int blank = lastBlank(line);
      if (blank < 0) {
        throw new InvalidInputException(
            "Expected a corpus label and an emotion in line %d of the label map, found '%s'."
                .formatted(row, line));
      }
      if (emotions.put(nfc(line.substring(0, blank).strip()), line.substring(blank + 1)) != null) {
        throw new InvalidInputException(
            "Expected every label once in the label map, found '%s' again in line %d."
                .formatted(line.substring(0, blank).strip(), row));
      }
    }
    return new LabelMap(emotions);
  }

  /**
   * Reads a file as {@link #parse} does; if there is no such file, the text itself as pairs such as
   * {@code exc=happy,fru=-}.
   *
   * @throws InvalidInputException if it is neither
   */
  public static LabelMap read(String fileOrPairs) {
    return namesAFile(fileOrPairs)
        ? parse(LenientText.read(Path.of(fileOrPairs)))
        : ofPairs(fileOrPairs);
  }

  /** What separates the label from the emotion, which has no blank; -1 if there is none. */
  private static int lastBlank(String line) {
    for (int i = line.length() - 1; i >= 0; i--) {
      if (Character.isWhitespace(line.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean namesAFile(String text) {
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static LabelMap ofPairs(String pairs) {
    for (String pair : pairs.split(",", -1)) {
      if (pair.indexOf('=') < 1 || pair.strip().endsWith("=")) {
        throw new InvalidInputException(
            "Expected a file with a label map, or pairs such as exc=happy,fru=-, found '%s'."
                .formatted(pairs));
      }
    }
    return parse(pairs.replace(',', '\n').replace('=', ' '));
  }

  /** This map, where the other one does not say otherwise. */
  public LabelMap overriddenBy(LabelMap other) {
    Map<String, String> merged = new LinkedHashMap<>(emotions);
    merged.putAll(other.emotions);
    return new LabelMap(merged);
  }

  /** The emotion of a corpus label. */
  public Optional<String> emotion(String corpusLabel) {
    return Optional.ofNullable(emotions.get(corpusLabel));
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
