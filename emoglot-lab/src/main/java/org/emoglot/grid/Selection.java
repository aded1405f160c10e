package org.emoglot.grid;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** By which figure of a training a variant is chosen. */
public enum Selection {
  /** UAR on the target of the development task. */
  DEVELOPMENT("development"),
  /** UAR on the validation clips of the languages that were trained on. */
  VALIDATION("validation");

  private final String id;

  Selection(String id) {
    this.id = id;
  }

  /** As it stands on the command line and in records. */
  public String id() {
    return id;
  }

  /**
   * Finds one by its id.
   *
   * @throws InvalidInputException naming them
   */
  public static Selection of(String id) {
    return Arrays.stream(values())
        .filter(selection -> selection.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a selection by %s, found '%s': no other measure may choose a hyper-parameter."
                        .formatted(
                            Arrays.stream(values())
                                .map(Selection::id)
                                .collect(Collectors.joining(" or ")),
                            id)));
  }
}
