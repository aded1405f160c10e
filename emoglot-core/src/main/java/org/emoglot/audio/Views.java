package org.emoglot.audio;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/**
 * The copies of a clip that a model hears, in training and whenever it answers. Of two copies each
 * has half the weight in training, and the answer is the mean of their log-probabilities.
 */
public enum Views {
  /** The clip as it was recorded. */
  RECORDING,
  /** Its speech, cut out and brought to one level. */
  LEVELLED,
  /** First the recording, then its speech at one level. */
  BOTH;

  /**
   * The views of a clip, or of a window of a long one: one or two. Two that are the same are one.
   */
  public List<Waveform> of(Waveform clip) {
    if (this == RECORDING) {
      return List.of(clip);
    }
    Waveform levelled = ActiveSpeech.of(clip);
    return this == LEVELLED || Arrays.equals(levelled.samples(), clip.samples())
        ? List.of(levelled)
        : List.of(clip, levelled);
  }

  /** As in settings. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The ones of this name.
   *
   * @throws InvalidInputException if there are none
   */
  @JsonCreator
  public static Views of(String id) {
    return Arrays.stream(values())
        .filter(views -> views.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected views recording, levelled or both, found '%.40s'.".formatted(id)));
  }
}
