package org.emoglot.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emoglot.corpus.SplitRule;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;

/**
 * Divides a corpus into train, validation and test: a pure function of ids, strata, rule and seed.
 *
 * <p><b>Sizes.</b> n utterances are shared out in proportion to the rule's weights by the method of
 * largest remainders: everyone gets the floor of his quota, what is left goes one by one to the
 * largest fractions (on a tie to the earlier of train, validation, test). Weights that sum to n are
 * therefore met exactly.
 *
 * <p><b>Strata.</b> With N_k the sizes just found and n_s the size of stratum s, cell (s, k) has
 * the quota q = n_s N_k / n. Every cell gets its floor. Then the cells are passed in the order of
 * falling fraction of q (on a tie by the digest of seed and stratum, then by split), and each takes
 * one more as long as both its row and its column lack one, in several rounds if need be. Rows sum
 * to n_s and columns to N_k exactly. The sizes of a stratum's parts are handed down to the next
 * finer strata by the same step.
 *
 * <p><b>Members.</b> Within a finest stratum the ids are ordered by the SHA-256 digest of {@code
 * seed:id}; the first go to train, the next to validation, the last to test.
 *
 * <p>No generator and no order of files is involved, so the same split can be computed in any
 * language; see {@link #fingerprint}.
 */
public final class Splitter {

  /** The seed of every split that does not name another. */
  public static final long DEFAULT_SEED = 1;

  private static final Split[] SPLITS = Split.values();

  private final long seed;
  private final List<Utterance> assigned = new ArrayList<>();

  private Splitter(long seed) {
    this.seed = seed;
  }

  /**
   * Assigns a part to every utterance, and ignores existing parts.
   *
   * @param utterances with distinct ids, in any order
   * @return the same utterances in their parts, in the order of ids
   */
  public static List<Utterance> split(Collection<Utterance> utterances, SplitRule rule, long seed) {
    Set<String> ids = new HashSet<>();
    for (Utterance utterance : utterances) {
      if (!ids.add(utterance.id())) {
        throw new IllegalArgumentException("The id " + utterance.id() + " occurs twice.");
      }
    }
    Splitter splitter = new Splitter(seed);
    splitter.assign(List.copyOf(utterances), sizes(ids.size(), rule), rule.strata(), "");
    splitter.assigned.sort(Comparator.comparing(Utterance::id));
    return List.copyOf(splitter.assigned);
  }

  /** SHA-256 of the lines {@code id split}, sorted by id, each ended by a line feed. */
  public static String fingerprint(Collection<Utterance> utterances) {
    return Sha256.of(
        utterances.stream()
            .sorted(Comparator.comparing(Utterance::id))
            .map(utterance -> utterance.id() + " " + utterance.split().id() + "\n")
            .collect(Collectors.joining()));
  }

  /** Sizes of train, validation and test by largest remainders. */
  static int[] sizes(int total, SplitRule rule) {
    double sum = rule.train() + rule.validation() + rule.test();
    double[] fractions = new double[SPLITS.length];
    int[] sizes = new int[SPLITS.length];
    int left = total;
    for (int k = 0; k < SPLITS.length; k++) {
      // Weights such as 0.1 are not exact in binary: 67.1999999 and 67.2 are the same quota.
      double quota = Math.rint(rule.weight(SPLITS[k]) / sum * total * 1e6) / 1e6;
      sizes[k] = (int) Math.floor(quota);
      fractions[k] = quota - sizes[k];
      left -= sizes[k];
    }
    Integer[] order = {0, 1, 2};
    Arrays.sort(order, Comparator.comparingDouble(k -> -fractions[k]));
    for (int i = 0; i < left; i++) {
      sizes[order[i]]++;
    }
    return sizes;
  }

  private void assign(
      List<Utterance> members, int[] sizes, List<SplitRule.Stratum> levels, String path) {
    if (levels.isEmpty()) {
      assignMembers(members, sizes);
      return;
    }
    TreeMap<String, List<Utterance>> groups =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    u -> path + "/" + levels.get(0).of(u), TreeMap::new, Collectors.toList()));
    List<Stratum> strata = new ArrayList<>();
    groups.forEach((name, group) -> strata.add(new Stratum(name, group)));
    fill(strata, members.size(), sizes);
    for (Stratum stratum : strata) {
      assign(stratum.members, stratum.sizes, levels.subList(1, levels.size()), stratum.path);
    }
  }

  private void assignMembers(List<Utterance> members, int[] sizes) {
    List<Utterance> ordered =
        members.stream().sorted(Comparator.comparing(u -> digest(u.id()))).toList();
    int next = 0;
    for (int k = 0; k < SPLITS.length; k++) {
      for (int i = 0; i < sizes[k]; i++) {
        assigned.add(ordered.get(next++).in(SPLITS[k]));
      }
    }
  }

  private String digest(String text) {
    return Sha256.of(seed + ":" + text);
  }

  /** A row of the table that is being filled. */
  private static final class Stratum {
    final String path;
    final List<Utterance> members;
    final int[] sizes = new int[SPLITS.length];
    int lack;

    Stratum(String path, List<Utterance> members) {
      this.path = path;
      this.members = members;
      this.lack = members.size();
    }

    void add(int split, int count) {
      sizes[split] += count;
      lack -= count;
    }
  }

  /** A cell of the table, with the fraction of its quota in n-ths. */
  private record Cell(Stratum stratum, String digest, int split, long fraction) {
    static final Comparator<Cell> ORDER =
        Comparator.comparingLong((Cell cell) -> -cell.fraction)
            .thenComparing(Cell::digest)
            .thenComparingInt(Cell::split);
  }

  private void fill(List<Stratum> strata, int total, int[] sizes) {
    int[] lacks = sizes.clone();
    List<Cell> cells = new ArrayList<>();
    for (Stratum stratum : strata) {
      String digest = digest(stratum.path);
      long size = stratum.members.size();
      for (int k = 0; k < sizes.length; k++) {
        int floor = (int) (size * sizes[k] / total);
        stratum.add(k, floor);
        lacks[k] -= floor;
        cells.add(new Cell(stratum, digest, k, size * sizes[k] % total));
      }
    }
    cells.sort(Cell.ORDER);
    while (Arrays.stream(lacks).sum() > 0) {
      for (Cell cell : cells) {
        if (cell.stratum.lack > 0 && lacks[cell.split] > 0) {
          cell.stratum.add(cell.split, 1);
          lacks[cell.split]--;
        }
      }
    }
  }
}
