package org.emoglot.data;

import java.util.List;
import org.emoglot.InvalidInputException;

/**
 * The emotions a model tells apart, in the order of its logits. An index never leaves the software
 * without its name.
 *
 * @param names label names, distinct, at least two
 */
public record LabelSet(List<String> names) {

  /** The four emotions of the paper, in the order that users expect. */
  public static final LabelSet FOUR = new LabelSet(List.of("neutral", "happy", "angry", "sad"));

  public LabelSet {
    names = List.copyOf(names);
    if (names.size() < 2 || names.stream().distinct().count() != names.size()) {
      throw new InvalidInputException(
          "Expected at least two distinct labels, found " + names + ".");
    }
  }

  public int size() {
    return names.size();
  }

  public String name(int index) {
    return names.get(index);
  }

  /**
   * The position of a label.
   *
   * @throws InvalidInputException if the label is not one of {@link #names()}
   */
  public int index(String label) {
    int index = names.indexOf(label);
    if (index < 0) {
      throw new InvalidInputException(
          "Expected one of the labels " + names + ", found '" + label + "'.");
    }
    return index;
  }
}
