package org.emoglot.corpus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;

/**
 * From a corpus's labels to emotion names. It names every label that the corpus uses, also those
 * that a {@link LabelSet} leaves out, so that an unknown label is noticed.
 *
 * @param emotions corpus label to emotion name
 */
public record LabelMap(Map<String, String> emotions) {

  public LabelMap {
    emotions = Map.copyOf(emotions);
    if (emotions.isEmpty()) {
      throw new InvalidInputException("Expected at least one label in a label map, found none.");
    }
  }

  /**
   * Reads lines of corpus label, blank, emotion name; empty lines are skipped.
   *
   * @throws InvalidInputException if a line has another form or repeats a label
   */
  public static LabelMap parse(String table) {
    Map<String, String> emotions = new LinkedHashMap<>();
    int row = 0;
    for (String line : table.lines().toList()) {
      row++;
      if (line.isBlank()) {
        continue;
      }
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length != 2) {
        throw new InvalidInputException(
            "Expected a corpus label and an emotion in line %d of the label map, found '%s'."
                .formatted(row, line));
      }
      if (emotions.put(fields[0], fields[1]) != null) {
        throw new InvalidInputException(
            "Expected every label once in the label map, found '%s' again in line %d."
                .formatted(fields[0], row));
      }
    }
    return new LabelMap(emotions);
  }

  /** The emotion that a corpus label stands for. */
  public Optional<String> emotion(String corpusLabel) {
    return Optional.ofNullable(emotions.get(corpusLabel));
  }
}
