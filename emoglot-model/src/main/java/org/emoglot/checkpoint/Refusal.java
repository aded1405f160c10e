package org.emoglot.checkpoint;

import java.nio.file.Path;
import org.emoglot.InvalidInputException;

/** The sentences with which a file is refused; text from the file is shortened and made visible. */
final class Refusal {

  static final String TRUNCATED = "the file is truncated, download it again";
  static final String DAMAGED = "the file is damaged, download it again or write it anew";

  private static final int MAX_QUOTED = 80;

  private Refusal() {}

  /** "FILE: expected ..., found ...; what to do." */
  static InvalidInputException of(Path file, String expected, String found, String advice) {
    return new InvalidInputException(
        "%s: expected %s, found %s; %s.".formatted(file, expected, found, advice));
  }

  /** Text from a file, in quotation marks, at most 80 characters of it, controls as {@code ?}. */
  static String quote(String text) {
    String shown = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
    return '"' + visible(shown) + '"';
  }

  /** The text with everything that could break a line or a terminal as {@code ?}. */
  static String visible(String text) {
    return text.replaceAll("[\\p{C}\\u2028\\u2029]", "?");
  }
}
