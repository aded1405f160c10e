package org.emoglot.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;

/**
 * A model that answers.
 *
 * @param id that clients name it by
 * @param classifier that is asked
 * @param card the model card, Markdown; empty where the model has none
 */
record ServedModel(String id, EmotionClassifier classifier, String card) {

  private static final String CARD = "README.md";

  /**
   * Loads one.
   *
   * @throws InvalidInputException if it cannot be opened
   */
  static ServedModel load(String id, Path path) {
    Path folder = Files.isDirectory(path) ? path : path.resolveSibling("");
    Path card = folder.resolve(CARD);
    try {
      return new ServedModel(
          id,
          EmotionClassifier.load(path),
          Files.isDirectory(path) && Files.isRegularFile(card) ? Files.readString(card) : "");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + card + ": " + e.getMessage(), e);
    }
  }

  /** Whether it can be adapted to recordings. */
  boolean isAdaptable() {
    try {
      classifier.sample();
      return true;
    } catch (InvalidInputException e) {
      return false; // it does not store how it answers its training languages
    }
  }

  /** What clients may know of it. */
  Map<String, Object> document(boolean isDefault) {
    Confidence confidence = classifier.confidence();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("default", isDefault);
    document.put("labels", classifier.labels().names());
    document.put("parameters", classifier.parameters());
    document.put("adaptable", isAdaptable());
    document.put("uncertain_below", confidence.rejectBelow());
    document.put("answer_set_coverage", confidence.answerSets().coverage());
    document.put("heard", classifier.heard().toJson());
    document.put("heard_is_all", classifier.heard().declared());
    document.put("card", card);
    return document;
  }
}
