package org.emoglot.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.emoglot.data.LabelSet;

/**
 * What one run of a system answered to the items of a test set. Immutable.
 *
 * <p>Items have names, so that runs and systems are compared item by item whatever order they were
 * read in.
 */
public final class Answers {

  private final LabelSet labels;
  private final List<String> items;
  private final int[] truth;
  private final int[] predicted;

  private Answers(LabelSet labels, List<String> items, int[] truth, int[] predicted) {
    this.labels = labels;
    this.items = items;
    this.truth = truth;
    this.predicted = predicted;
  }

  /**
   * Answers in the order of their items.
   *
   * @param items names such as utterance ids, each once
   * @param truth label of each item
   * @param predicted label that was answered to each item
   * @throws org.emoglot.InvalidInputException if a name is not one of the labels
   */
  public static Answers of(
      LabelSet labels, List<String> items, List<String> truth, List<String> predicted) {
    if (truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "Truth and prediction differ in length: %d != %d."
              .formatted(truth.size(), predicted.size()));
    }
    if (items.size() != truth.size()) {
      throw new IllegalArgumentException(
          "Items and truth differ in length: %d != %d.".formatted(items.size(), truth.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String item : items) {
      if (!seen.add(item)) {
        throw new IllegalArgumentException(
            "Expected every item only once, found '%s' twice.".formatted(item));
      }
    }
    return new Answers(
        labels,
        List.copyOf(items),
        truth.stream().mapToInt(labels::index).toArray(),
        predicted.stream().mapToInt(labels::index).toArray());
  }

  /** The classes. */
  public LabelSet labels() {
    return labels;
  }

  /** Names of the items. */
  public List<String> items() {
    return items;
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }

  /** Label index of the item at a position. */
  public int truth(int position) {
    return truth[position];
  }

  /** Label index that was answered to the item at a position. */
  public int predicted(int position) {
    return predicted[position];
  }

  /** Whether the answer to the item at a position is right. */
  public boolean correct(int position) {
    return truth[position] == predicted[position];
  }

  /** How often each class was taken for each class. */
  public ConfusionMatrix matrix() {
    return ConfusionMatrix.of(labels, truth, predicted);
  }

  /**
   * The same answers in the order of another run's items.
   *
   * @throws IllegalArgumentException if labels, items or their truth differ
   */
  public Answers inOrderOf(Answers other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          "Expected the labels %s, found %s.".formatted(other.labels.names(), labels.names()));
    }
    if (size() != other.size()) {
      throw new IllegalArgumentException(
          "Expected the same items in every run, found %d and %d.".formatted(other.size(), size()));
    }
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < size(); i++) {
      positions.put(items.get(i), i);
    }
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      String item = other.items.get(i);
      Integer position = positions.get(item);
      if (position == null) {
        throw new IllegalArgumentException(
            "Expected the same items in every run, found '%s' in one of them only."
                .formatted(item));
      }
      if (truth[position] != other.truth[i]) {
        throw new IllegalArgumentException(
            "Expected one truth for '%s', found %s and %s."
                .formatted(item, labels.name(other.truth[i]), labels.name(truth[position])));
      }
      order[i] = position;
    }
    return at(order);
  }

  /**
   * The answers of each group, such as a speaker or a gender, by the group's name.
   *
   * @param groupOf from an item's name to its group's name
   */
  public SortedMap<String, Answers> by(UnaryOperator<String> groupOf) {
    SortedMap<String, List<Integer>> positions = new TreeMap<>();
    for (int i = 0; i < size(); i++) {
      positions.computeIfAbsent(groupOf.apply(items.get(i)), k -> new ArrayList<>()).add(i);
    }
    SortedMap<String, Answers> groups = new TreeMap<>();
    positions.forEach(
        (group, members) ->
            groups.put(group, at(members.stream().mapToInt(Integer::intValue).toArray())));
    return groups;
  }

  private Answers at(int[] positions) {
    List<String> names = new ArrayList<>();
    int[] truths = new int[positions.length];
    int[] predictions = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      names.add(items.get(positions[i]));
      truths[i] = truth[positions[i]];
      predictions[i] = predicted[positions[i]];
    }
    return new Answers(labels, List.copyOf(names), truths, predictions);
  }

  @Override
  public String toString() {
    return "answers to " + size() + " items, " + matrix();
  }
}
