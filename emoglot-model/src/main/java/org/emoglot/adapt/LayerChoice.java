package org.emoglot.adapt;

import org.emoglot.InvalidInputException;

/**
 * Which hidden states of an encoder make an embedding: the last, one by number, several side by
 * side, or a mixture of all.
 *
 * @param isMix whether it is a mixture of all
 * @param first the lowest of them, from 0 (the input of the first layer)
 * @param last the highest, at most L
 */
public record LayerChoice(boolean isMix, int first, int last) {

  /** The last hidden state. */
  public static final String LAST = "last";

  /** A mixture of all. */
  public static final String MIX = "mix";

  private static final String TO = "..";
  private static final String PATTERN = "last|mix|\\d{1,4}(\\.\\.\\d{1,4})?";

  /**
   * Refuses what names no layers.
   *
   * @param text {@code last}, {@code mix}, a number, or two of them such as {@code 2..5}
   */
  public static void requireValid(String text) {
    if (!text.matches(PATTERN)) {
      throw new InvalidInputException(
          "Expected a layer last, mix, a number or a range such as 2..5, found '%.40s'."
              .formatted(text));
    }
    if (text.contains(TO) && of(text, 9999).first > of(text, 9999).last) {
      throw new InvalidInputException(
          "Expected the lower layer of a range first, found '%s'.".formatted(text));
    }
  }

  /**
   * The choice among the hidden states of an encoder.
   *
   * @param layers L of the encoder
   * @throws InvalidInputException if it has no such layer
   */
  public static LayerChoice of(String text, int layers) {
    if (text.equals(MIX)) {
      return new LayerChoice(true, 0, layers);
    }
    if (text.equals(LAST)) {
      return new LayerChoice(false, layers, layers);
    }
    int at = text.indexOf(TO);
    int first = Integer.parseInt(at < 0 ? text : text.substring(0, at));
    int last = at < 0 ? first : Integer.parseInt(text.substring(at + TO.length()));
    if (last > layers) {
      throw new InvalidInputException(
          "Expected a layer last, mix or from 0 to %d, found %s.".formatted(layers, text));
    }
    return new LayerChoice(false, first, last);
  }

  /** States that stand side by side; a mixture is one. */
  public int count() {
    return isMix ? 1 : last - first + 1;
  }
}
