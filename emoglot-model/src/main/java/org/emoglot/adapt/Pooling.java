package org.emoglot.adapt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** What an utterance keeps of its frames. */
public enum Pooling {
  /** Their mean; eq. 4 of the paper. */
  MEAN,
  /** Their mean, and behind it their standard deviation. */
  MEAN_STD,
  /** A mean under weights that are learned of each frame. */
  ATTENTIVE;

  /** As in settings. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of this name. */
  @JsonCreator
  public static Pooling of(String id) {
    return Arrays.stream(values())
        .filter(pooling -> pooling.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a pooling %s, found '%.40s'."
                        .formatted(String.join(", ", ids()), id)));
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Pooling::id).toList();
  }

  /** Values of an utterance for each value of a frame. */
  public int statistics() {
    return this == MEAN_STD ? 2 : 1;
  }
}
