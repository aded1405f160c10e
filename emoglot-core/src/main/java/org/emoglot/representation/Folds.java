package org.emoglot.representation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emoglot.InvalidInputException;
import org.emoglot.sampling.SeededRandom;

/**
 * Folds of a cross-validation, stratified by label, in which a group is never divided.
 *
 * <p>Groups with the same labels are shuffled and dealt to the folds in turn, and the next go on
 * where these ended, so that every label is in every fold if each group has one label. A pure
 * function of names and seed.
 */
final class Folds {

  private Folds() {}

  /** The fold of each item, in {0, ..., folds - 1}. */
  static int[] of(List<String> labels, List<String> groups, int folds, long seed) {
    SortedMap<String, SortedSet<String>> labelsOfGroup = new TreeMap<>();
    SortedMap<String, SortedSet<String>> groupsOfLabel = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      labelsOfGroup.computeIfAbsent(groups.get(i), k -> new TreeSet<>()).add(labels.get(i));
      groupsOfLabel.computeIfAbsent(labels.get(i), k -> new TreeSet<>()).add(groups.get(i));
    }
    groupsOfLabel.forEach(
        (label, its) -> {
          if (its.size() < folds) {
            throw new InvalidInputException(
                "Expected at least %d items or groups of '%s' for as many folds, found %d. Choose fewer folds, or leave '%s' out."
                    .formatted(folds, label, its.size(), label));
          }
        });
    SortedMap<String, List<String>> strata = new TreeMap<>();
    labelsOfGroup.forEach(
        (group, its) -> strata.computeIfAbsent(its.toString(), k -> new ArrayList<>()).add(group));
    Map<String, Integer> foldOfGroup = new HashMap<>();
    int stratum = 0;
    for (List<String> members : strata.values()) {
      for (String group : SeededRandom.of(seed, stratum++).shuffled(members)) {
        foldOfGroup.put(group, foldOfGroup.size() % folds);
      }
    }
    return groups.stream().mapToInt(foldOfGroup::get).toArray();
  }
}
