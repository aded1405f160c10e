package org.emoglot.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Draws items evenly over strata, such as languages: each gives one in turn, drawn at random, until
 * there are enough or it has none left. So a small stratum is not lost beside a large one.
 */
public final class EvenSample {

  private EvenSample() {}

  /**
   * Draws without replacement.
   *
   * @param strata the stratum of each item (N)
   * @param count how many to draw, at most all
   * @return the indices of the drawn items, ascending; a pure function of the arguments
   */
  public static List<Integer> of(List<String> strata, int count, long seed) {
    SortedMap<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < strata.size(); i++) {
      members.computeIfAbsent(strata.get(i), k -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> shuffled = new ArrayList<>();
    for (List<Integer> stratum : members.values()) {
      shuffled.add(SeededRandom.of(seed, shuffled.size()).shuffled(stratum));
    }
    int wanted = Math.min(count, strata.size());
    List<Integer> drawn = new ArrayList<>();
    for (int round = 0; drawn.size() < wanted; round++) {
      for (List<Integer> stratum : shuffled) {
        if (round < stratum.size() && drawn.size() < wanted) {
          drawn.add(stratum.get(round));
        }
      }
    }
    return drawn.stream().sorted().toList();
  }
}
