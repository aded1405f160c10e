package org.emoglot.preparation;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** By what a corpus is divided into train, validation and test. */
public enum SplitMethod {
  /** By the corpus's own parts where it has them, else as {@link #STRATIFIED}. */
  OFFICIAL("official"),
  /** By {@link Splitter} and the corpus's rule, whatever parts it has itself. */
  STRATIFIED("stratified"),
  /** By {@link SpeakerSplitter}: no speaker is in two parts. */
  SPEAKER_DISJOINT("speaker-disjoint");

  private final String id;

  SplitMethod(String id) {
    this.id = id;
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /**
   * Reads what {@link #id()} writes.
   *
   * @throws InvalidInputException naming the methods
   */
  public static SplitMethod of(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a split (%s), found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(SplitMethod::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }
}
