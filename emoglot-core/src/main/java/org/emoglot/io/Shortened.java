package org.emoglot.io;

import java.util.regex.Pattern;

/** Keeps sentences readable: a damaged file can contain a word of megabytes. */
public final class Shortened {

  /** Characters of a quoted text that are kept at its beginning and at its end. */
  private static final int HEAD = 120;

  private static final int TAIL = 20;

  /** Characters of a whole sentence. */
  private static final int MOST = 4000;

  private static final String CUT = " … ";

  /** A text between apostrophes that is longer than what would be kept of it. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "'([^']{%d})[^']{%d,}+(?<=([^']{%d}))'".formatted(HEAD, TAIL + CUT.length(), TAIL));

  private Shortened() {}

  /** The sentence with long quotations cut in their middle, of at most 4,000 characters. */
  public static String sentence(String sentence) {
    String text = QUOTED.matcher(sentence).replaceAll("'$1" + CUT + "$2'");
    return text.length() <= MOST
        ? text
        : text.substring(0, MOST / 2) + CUT + text.substring(text.length() - MOST / 4);
  }
}
