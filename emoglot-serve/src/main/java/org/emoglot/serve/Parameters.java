package org.emoglot.serve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request says beside its recordings: in its address, or as fields of its form. */
final class Parameters {

  private final Map<String, String> values = new HashMap<>();

  /**
   * Parameters of an address.
   *
   * @throws Problem if one is not known, or given twice
   */
  Parameters(Map<String, List<String>> query, Set<String> known) {
    query.forEach(
        (name, list) -> {
          requireKnown(name, known);
          if (list.size() > 1) {
            throw Problem.field(name, "one value", String.join(", ", list));
          }
          values.put(name, list.get(0));
        });
  }

  /**
   * The same, and the fields of a form.
   *
   * @throws Problem if one is not known, or in both
   */
  Parameters(Map<String, List<String>> query, Map<String, String> fields, Set<String> known) {
    this(query, known);
    fields.forEach(
        (name, value) -> {
          requireKnown(name, known);
          if (values.put(name, value) != null) {
            throw Problem.field(name, "one value", "one in the address and one in the form");
          }
        });
  }

  private static void requireKnown(String name, Set<String> known) {
    if (!known.contains(name)) {
      throw Problem.field(
          "parameter", "one of " + String.join(", ", known.stream().sorted().toList()), name);
    }
  }

  /** The text of one; empty where it is not given. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * A number.
   *
   * @param otherwise where it is not given
   * @throws Problem if it is none, or out of range
   */
  int number(String name, int least, int most, int otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // is said below
    }
    throw Problem.field(name, "a whole number from %d to %d".formatted(least, most), text);
  }

  /**
   * One of several words, of which the first is meant where none is given.
   *
   * @throws Problem if it is another
   */
  String choice(String name, String... words) {
    String text = values.getOrDefault(name, words[0]);
    if (!List.of(words).contains(text)) {
      throw Problem.field(name, "one of " + String.join(", ", words), text);
    }
    return text;
  }
}
