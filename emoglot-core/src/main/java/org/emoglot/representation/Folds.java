package org.emoglot.representation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.emoglot.InvalidInputException;
import org.emoglot.sampling.SeededRandom;

/**
 * Folds of a cross-validation, stratified by label, that never divide a group.
 *
 * <p>Groups with the same labels are shuffled, and each goes into the fold with the smallest share
 * of the groups of its labels so far; the fewest groups break ties. So every label is in every fold
 * if each group has one label, and groups of many labels do not put all of one into the same fold,
 * which would leave none to train on. A pure function of names and seed.
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
                "Expected at least %d items or groups of '%s', one per fold, found %d: choose fewer folds, or leave '%s' out."
                    .formatted(folds, label, its.size(), label));
          }
        });
    SortedMap<String, List<Map.Entry<String, SortedSet<String>>>> strata = new TreeMap<>();
    labelsOfGroup
        .entrySet()
        .forEach(
            group ->
                strata
                    .computeIfAbsent(group.getValue().toString(), k -> new ArrayList<>())
                    .add(group));
    Map<String, int[]> foldsOfLabel = new HashMap<>(); // how many of its groups are in each
    Map<String, Integer> foldOfGroup = new HashMap<>();
    int[] groupsOfFold = new int[folds];
    int stratum = 0;
    for (List<Map.Entry<String, SortedSet<String>>> members : strata.values()) {
      for (Map.Entry<String, SortedSet<String>> group :
          SeededRandom.of(seed, stratum++).shuffled(members)) {
        List<int[]> its =
            group.getValue().stream()
                .map(label -> foldsOfLabel.computeIfAbsent(label, k -> new int[folds]))
                .toList();
        int fold = emptiest(its, groupsOfFold);
        foldOfGroup.put(group.getKey(), fold);
        groupsOfFold[fold]++;
        its.forEach(counts -> counts[fold]++);
      }
    }
    return groups.stream().mapToInt(foldOfGroup::get).toArray();
  }

  /** The first fold with the fewest groups of these labels, of several with the fewest of all. */
  private static int emptiest(List<int[]> labels, int[] groupsOfFold) {
    return IntStream.range(0, groupsOfFold.length)
        .boxed()
        .min(
            Comparator.comparingDouble((Integer fold) -> filled(labels, fold))
                .thenComparing(fold -> groupsOfFold[fold]))
        .orElseThrow();
  }

  /** The sum of the labels' shares that are in a fold already. */
  private static double filled(List<int[]> labels, int fold) {
    return labels.stream()
        .mapToDouble(counts -> (double) counts[fold] / Math.max(1, IntStream.of(counts).sum()))
        .sum();
  }
}
