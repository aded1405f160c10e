package org.emoglot.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * A language by its ISO 639 code.
 *
 * @param code two or three lower-case letters, such as {@code de}
 */
public record Language(@JsonValue String code) implements Comparable<Language> {

  /** The paper writes CN for Mandarin; ISO 639 writes zh. */
  private static final Map<String, String> ALIASES = Map.of("cn", "zh", "cmn", "zh");

  public Language {
    if (!code.matches("[a-z]{2,3}")) {
      throw new InvalidInputException(
          "Expected a language code of two or three letters such as de or en, found '"
              + code
              + "'.");
    }
  }

  /** Reads a code in any case; {@code CN} is taken for {@code zh}. */
  @JsonCreator
  public static Language of(String code) {
    String lower = code.strip().toLowerCase(Locale.ROOT);
    return new Language(ALIASES.getOrDefault(lower, lower));
  }

  @Override
  public int compareTo(Language other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
