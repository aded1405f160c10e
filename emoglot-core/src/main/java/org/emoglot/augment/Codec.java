package org.emoglot.augment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** A lossy code for sending or storing speech. */
public enum Codec {
  /** Opus (RFC 6716), as in voice messages and calls over the Internet: 6 to 64 kbit/s. */
  OPUS,

  /** MPEG layer III, as in podcasts and archives; at 16 kHz its rates are 8 to 160 kbit/s. */
  MP3,

  /** AMR narrow-band (3GPP TS 26.071), as in mobile calls: 8 kHz, 4.75 to 12.2 kbit/s. */
  AMR_NB;

  /** As in settings, such as {@code amr-nb}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The codec of that name.
   *
   * @throws InvalidInputException if there is none
   */
  @JsonCreator
  public static Codec of(String id) {
    return Arrays.stream(values())
        .filter(codec -> codec.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected augmentation.codecs of %s, found '%s'."
                        .formatted(Arrays.stream(values()).map(Codec::id).toList(), id)));
  }
}
