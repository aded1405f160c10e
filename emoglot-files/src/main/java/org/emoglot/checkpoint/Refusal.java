package org.emoglot.checkpoint;

import java.nio.file.Path;
import org.emoglot.InvalidInputException;

/** The sentences that refuse a file; text from the file is shortened and made visible. */
final class Refusal {

  static final String TRUNCATED = "the file is truncated, download it again";
  static final String DAMAGED = "the file is damaged, download or write it again";

  private static final int MAX_QUOTED = 80;

  private Refusal() {}

  /** "FILE: expected ..., found ...; what to do." */
  static InvalidInputException of(Path file, String expected, String found, String advice) {
    return new InvalidInputException(
        "%s: expected %s, found %s; %s.".formatted(file, expected, found, advice));
  }

  /** For a name that is not among the {@code others} tensors of a file. */
  static InvalidInputException noTensor(Path file, String name, int others) {
    return of(
        file,
        "the tensor " + quote(name),
        "%d tensors of other names".formatted(others),
        "use a checkpoint of the expected model");
  }

  /** For a tensor that no buffer can hold. */
  static InvalidInputException tooLarge(Path file, String name, long bytes) {
    return of(
        file,
        "a tensor %s of less than 2 GiB".formatted(quote(name)),
        "%d bytes".formatted(bytes),
        "split the tensor or store it in a narrower type");
  }

  /** Text from a file, in quotation marks, at most 80 characters of it, controls as {@code ?}. */
  static String quote(String text) {
    return '"' + visible(shorten(text)) + '"';
  }

  /** At most 80 characters of a text. */
  static String shorten(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }

  /** The text with everything that could break a line or a terminal as {@code ?}. */
  static String visible(String text) {
    return text.replaceAll("[\\p{C}\\u2028\\u2029]", "?");
  }
}
