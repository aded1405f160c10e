package org.emoglot.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/**
 * All differences between the weights of a checkpoint and those of a network, collected and
 * reported at once.
 */
public final class Misfit {

  /**
   * So many names of a kind are listed; a checkpoint of another family would fill many a screen.
   */
  private static final int LISTED = 100;

  private final SortedSet<String> missing = new TreeSet<>();
  private final SortedSet<String> misshapen = new TreeSet<>();
  private final SortedSet<String> unknown = new TreeSet<>();

  /** A tensor that the network needs and the checkpoint lacks. */
  public void missing(String name, long... shape) {
    missing.add(name + " " + Arrays.toString(shape));
  }

  /** A tensor that has another shape than the network needs. */
  public void misshapen(String name, List<Long> found, long... shape) {
    misshapen.add(name + " " + found + " instead of " + Arrays.toString(shape));
  }

  /** A tensor that the network does not have. */
  public void unknown(String name, List<Long> shape) {
    unknown.add(Refusal.visible(Refusal.shorten(name)) + " " + shape);
  }

  /**
   * Says what was collected.
   *
   * @param origin the file, for the message
   * @throws InvalidInputException if there was anything
   */
  public void refuseIfAny(Object origin) {
    List<String> kinds =
        Stream.of(
                list(missing, "missing"),
                list(misshapen, "of another shape"),
                list(unknown, "unknown"))
            .filter(text -> !text.isEmpty())
            .toList();
    if (!kinds.isEmpty()) {
      throw new InvalidInputException(
          "The weights in %s do not fit the configuration beside them: %s. Expected the file and its config.json to come from one checkpoint."
              .formatted(origin, String.join("; ", kinds)));
    }
  }

  private static String list(SortedSet<String> names, String kind) {
    if (names.isEmpty()) {
      return "";
    }
    String listed = names.stream().limit(LISTED).collect(Collectors.joining(", "));
    int others = names.size() - LISTED;
    return "%d %s (%s%s)"
        .formatted(names.size(), kind, listed, others > 0 ? " and " + others + " more" : "");
  }
}
