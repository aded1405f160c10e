package org.emoglot.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** How the head learns. */
public enum Head {
  /** By steps of the optimizer, with all else that is trained. */
  STEPS,
  /** By a {@link HeadFit}: nothing else is trained, and the minimum of the loss is found. */
  FITTED;

  /** As in settings. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name. */
  @JsonCreator
  public static Head of(String id) {
    return Arrays.stream(values())
        .filter(head -> head.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a training.head steps or fitted, found '%.40s'.".formatted(id)));
  }
}
