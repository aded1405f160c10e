package org.emoglot.extraction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A file that has no embedding.
 *
 * @param path as it was asked for
 * @param reason the kind of reason
 * @param detail one sentence
 */
public record Skipped(String path, Reason reason, String detail) {

  /** Why there is no embedding. */
  public enum Reason {
    /** Missing, or not audio that can be decoded. */
    UNDECODABLE,
    /** Shorter than one frame of the encoder. */
    TOO_SHORT,
    /** It holds other samples than when its corpus was prepared. */
    CHANGED,
    /** A folder without audio files. */
    NO_AUDIO;

    /** As in reports. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static Reason of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
