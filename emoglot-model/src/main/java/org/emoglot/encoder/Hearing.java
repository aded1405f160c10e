package org.emoglot.encoder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** How an encoder that was pretrained on windows of one length hears a shorter clip. */
public enum Hearing {
  /** As it is: its own frames at the first positions. No silence is computed. */
  VALID,
  /** With silence behind it up to a whole window, all of whose frames are then the clip's. */
  PADDED;

  /** As in settings. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name. */
  @JsonCreator
  public static Hearing of(String id) {
    return Arrays.stream(values())
        .filter(hearing -> hearing.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a hearing valid or padded, found '%.40s'.".formatted(id)));
  }
}
