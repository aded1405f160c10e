package org.emoglot.classifier;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** What a {@link Confidence} was fitted to. None of it is of a target. */
public enum CalibrationSource {
  /** To nothing: it changes no answer. */
  NOTHING("nothing"),
  /** The validation clips of the training languages, which the model has learned to answer. */
  VALIDATION_CLIPS("validation clips"),
  /** Clips of training languages, each answered by a head that was fitted without its language. */
  LEFT_OUT_LANGUAGES("left-out languages");

  private final String id;

  CalibrationSource(String id) {
    this.id = id;
  }

  /** As in files and cards. */
  @JsonValue
  public String id() {
    return id;
  }

  /** The one of this name. */
  public static Optional<CalibrationSource> named(String id) {
    return Arrays.stream(values()).filter(source -> source.id.equals(id)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(CalibrationSource::id).collect(Collectors.joining(", "));
  }

  /** The one that a file names. */
  @JsonCreator
  static CalibrationSource of(String id) {
    return named(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of %s, found '%.40s'.".formatted(names(), id)));
  }
}
