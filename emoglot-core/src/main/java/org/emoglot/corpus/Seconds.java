package org.emoglot.corpus;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Times in tables: {@code 1.5}, {@code 00:00:01.5} or {@code 00:00:01,500}, the {@code 0 days
 * 00:00:01.500000} of pandas, and the {@code PT1.5S} of ISO 8601.
 */
public final class Seconds {

  private static final Set<String> NONE = Set.of("", "nan", "nat", "none", "null", "na", "<na>");

  private static final Pattern CLOCK =
      Pattern.compile(
          "(?:(?<days>\\d{1,6})\\s*days?\\s*)?"
              + "(?:\\+?(?:(?<hours>\\d{1,6}):)?(?<minutes>\\d{1,6}):(?<seconds>\\d{1,6}(?:[.,]\\d{1,12})?))?");

  private Seconds() {}

  /**
   * Reads a time.
   *
   * @return seconds, at least 0; nothing for an empty text or one that says so, such as NaT
   * @throws InvalidInputException if it is no time
   */
  public static OptionalDouble parse(String text) {
    String bare = text.strip();
    if (NONE.contains(bare.toLowerCase(Locale.ROOT))) {
      return OptionalDouble.empty();
    }
    double seconds = number(bare);
    if (!(seconds >= 0 && Double.isFinite(seconds))) {
      throw new InvalidInputException(
          "Expected a time such as 1.5, 00:00:01.5 or 0 days 00:00:01.5, found '%s'."
              .formatted(bare.substring(0, Math.min(bare.length(), 60))));
    }
    return OptionalDouble.of(seconds);
  }

  private static double number(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      return 86_400 * value(clock.group("days"))
          + 3_600 * value(clock.group("hours"))
          + 60 * value(clock.group("minutes"))
          + value(clock.group("seconds"));
    }
    try {
      return text.regionMatches(true, 0, "P", 0, 1)
          ? Duration.parse(text).toNanos() / 1e9
          : Double.parseDouble(text);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Double.NaN;
    }
  }

  private static double value(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits.replace(',', '.'));
  }
}
