package org.emoglot.corpus.table;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Seconds;
import org.emoglot.corpus.Table;

/**
 * What a row says of times.
 *
 * @param start where its clip begins in the file, in seconds
 * @param end where it ends; infinite for the end of the file
 * @param seconds how long the file is, of a row that is a whole file; 0 if it does not say
 */
record Passage(double start, double end, double seconds) {

  private static final String[] START = {
    "start", "start_time", "start_s", "start_sec", "begin", "begin_time", "onset"
  };
  private static final String[] END = {"end", "end_time", "end_s", "end_sec", "stop", "stop_time"};
  private static final String[] DURATION = {
    "duration", "seconds", "dur", "duration_s", "duration_sec", "duration_seconds"
  };
  private static final String MILLISECONDS = "_ms";

  /**
   * Reads a row; without times it is a whole file.
   *
   * @throws InvalidInputException if it says times that are none, or an end before its start
   */
  static Passage of(Table.Row row) {
    OptionalDouble start = time(row, START);
    OptionalDouble end = time(row, END);
    OptionalDouble duration = time(row, DURATION);
    double from = start.orElse(0);
    if (start.isEmpty() && end.isEmpty()) {
      return new Passage(0, Double.POSITIVE_INFINITY, duration.orElse(0));
    }
    double to =
        end.isPresent()
            ? end.getAsDouble()
            : duration.isPresent() ? from + duration.getAsDouble() : Double.POSITIVE_INFINITY;
    if (to <= from) {
      throw new InvalidInputException(
          "Expected an end after the start, found %s s and %s s.".formatted(from, to));
    }
    return new Passage(from, to, 0);
  }

  /** Behind the name of a file that holds several clips. */
  String suffix() {
    return "@%s-%s".formatted(plain(start), end == Double.POSITIVE_INFINITY ? "" : plain(end));
  }

  private static String plain(double seconds) {
    return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
  }

  private static OptionalDouble time(Table.Row row, String[] columns) {
    for (String column : columns) {
      OptionalDouble seconds = Seconds.parse(row.text(column));
      if (seconds.isPresent()) {
        return seconds;
      }
      OptionalDouble milliseconds = Seconds.parse(row.text(column + MILLISECONDS));
      if (milliseconds.isPresent()) {
        return OptionalDouble.of(milliseconds.getAsDouble() / 1000);
      }
    }
    return OptionalDouble.empty();
  }
}
