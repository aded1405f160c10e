package org.emoglot.io;

import java.util.Locale;

/** Differences as people write them: with their sign, unless they round to zero. */
public final class SignedText {

  private SignedText() {}

  /** Such as {@code +1.50}, {@code -0.25} and, for what rounds to it, {@code 0.00}. */
  public static String of(double value, int decimals) {
    String size = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    boolean zero = size.chars().allMatch(c -> c == '0' || c == '.');
    return zero || Double.isNaN(value) ? size : (value < 0 ? "-" : "+") + size;
  }
}
