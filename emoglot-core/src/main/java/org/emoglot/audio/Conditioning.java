package org.emoglot.audio;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/**
 * How the audio of a clip is changed before use, if recording or cutting of a corpus reveals its
 * labels without the speech.
 */
@SuppressWarnings("ImmutableEnumChecker") // a method reference
public enum Conditioning {
  /** The audio is unchanged. */
  NONE("", UnaryOperator.identity()),
  /** Silence at both ends is cut off, and all clips are equally loud; see {@link SpeechLevel}. */
  TRIM_AND_LEVEL("trim-level", SpeechLevel::trimmedAndLevelled);

  private final String id;
  private final UnaryOperator<Waveform> change;

  Conditioning(String id, UnaryOperator<Waveform> change) {
    this.id = id;
    this.change = change;
  }

  /** Its name in manifests; empty for unchanged audio. */
  public String id() {
    return id;
  }

  /** The conditioned audio; samples that stay as they are may be shared with the given ones. */
  public Waveform of(Waveform waveform) {
    return change.apply(waveform);
  }

  /**
   * Reads what {@link #id()} writes.
   *
   * @throws InvalidInputException naming the kinds of conditioning
   */
  public static Conditioning of(String id) {
    return Arrays.stream(values())
        .filter(conditioning -> conditioning.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected no conditioning or one of %s, found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(Conditioning::id)
                                .filter(known -> !known.isEmpty())
                                .collect(Collectors.joining(", ")),
                            id)));
  }
}
