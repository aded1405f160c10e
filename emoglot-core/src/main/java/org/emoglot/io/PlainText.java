package org.emoglot.io;

import java.text.Normalizer;

/** Text that every file of text holds as it is. */
public final class PlainText {

  private PlainText() {}

  /**
   * The text in Unicode normal form C. Halves of surrogate pairs, which are no characters and which
   * UTF-8 has no bytes for, become the replacement character.
   */
  public static String of(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        whole = whole == null ? new StringBuilder(text) : whole;
        whole.setCharAt(i, '\uFFFD');
      }
    }
    return Normalizer.normalize(whole == null ? text : whole, Normalizer.Form.NFC);
  }
}
