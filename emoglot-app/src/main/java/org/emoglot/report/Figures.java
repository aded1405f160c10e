package org.emoglot.report;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.io.SignedText;
import org.emoglot.metric.Interval;
import org.emoglot.statistics.Measure;

/** Numbers as a report writes them. */
final class Figures {

  /** Stands where a run is missing. */
  static final String MISSING = "missing";

  private static final double SMALLEST_P = 0.0001;

  private Figures() {}

  /** A share as percent; a dash without a value. */
  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /** A number that is not a share; a dash without a value. */
  static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A difference of shares as points with their sign, if they have one. */
  static String points(double difference) {
    return Double.isNaN(difference) ? "-" : SignedText.of(100 * difference, 2);
  }

  /** The mean, and the standard deviation of several seeds. */
  static String spread(Measure measure) {
    double deviation = measure.spread().deviation();
    return percent(measure.mean()) + (Double.isNaN(deviation) ? "" : " ± " + percent(deviation));
  }

  static String interval(Interval interval) {
    return "[%s, %s]".formatted(percent(interval.low()), percent(interval.high()));
  }

  static String pointInterval(Interval interval) {
    return "%s [%s, %s]"
        .formatted(points(interval.value()), points(interval.low()), points(interval.high()));
  }

  /** A number in a sentence. */
  static String number(int number) {
    return number == 0 ? "none" : String.valueOf(number);
  }

  /** A number of things, such as {@code 3 settings}. */
  static String count(int number, String thing) {
    return "%d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }

  static String join(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  static String p(double p) {
    if (Double.isNaN(p)) {
      return "-";
    }
    return p < SMALLEST_P ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
