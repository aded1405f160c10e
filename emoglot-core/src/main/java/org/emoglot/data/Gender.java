package org.emoglot.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A speaker's gender, where a corpus tells it: for results by gender, never for training. */
public enum Gender {
  FEMALE("female"),
  MALE("male"),
  /** The corpus does not tell. */
  UNKNOWN("");

  private final String id;

  Gender(String id) {
    this.id = id;
  }

  /** Its name in manifests; empty if unknown. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Reads a word or its first letter in any case; what is neither is {@link #UNKNOWN}. */
  public static Gender of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "female", "f", "woman", "w" -> FEMALE;
      case "male", "m", "man" -> MALE;
      default -> UNKNOWN;
    };
  }

  /** By the habit of several corpora: men have odd numbers, women even ones. */
  public static Gender ofNumber(String speaker) {
    return Integer.parseInt(speaker) % 2 == 1 ? MALE : FEMALE;
  }
}
