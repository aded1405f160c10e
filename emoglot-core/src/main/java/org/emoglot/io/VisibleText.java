package org.emoglot.io;

/**
 * Text as it may be shown on a terminal. A file's name can hold characters that would move the
 * cursor, colour the screen or turn the order of letters; here each is written out, as in {@code
 * \}{@code u001b}, which JSON reads as the same character.
 */
public final class VisibleText {

  private VisibleText() {}

  /** Text of one line: its line feeds and tabs are written out too. */
  public static String line(String text) {
    return of(text, false);
  }

  /** Text of several lines, whose line ends and tabs stay. */
  public static String lines(String text) {
    return of(text, true);
  }

  private static String of(String text, boolean severalLines) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean layout = c == '\n' || c == '\t' || (c == '\r' && text.startsWith("\r\n", i));
      if (severalLines && layout || !steers(c)) {
        visible.append(c);
      } else {
        visible.append("\\u%04x".formatted((int) c));
      }
    }
    return visible.toString();
  }

  /** Control characters, and those that change the direction or the line of what follows. */
  private static boolean steers(char c) {
    return Character.isISOControl(c)
        || c >= '\u202a' && c <= '\u202e' // embeddings and overrides of direction
        || c >= '\u2066' && c <= '\u2069' // isolates
        || c == '\u2028'
        || c == '\u2029';
  }
}
