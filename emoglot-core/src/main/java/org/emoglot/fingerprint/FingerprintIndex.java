package org.emoglot.fingerprint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the clips among many whose fingerprints match one, without comparing it with each.
 *
 * <p>Two clips match if a part of one, at some offset, differs from the other in few bits: a frame
 * with e wrong bits counts {@code 1 - e / 6.4}, so nothing at a bit error rate of 0.2, and less
 * than nothing above (two different clips have about 0.5). The stretch with the highest sum is the
 * match, and its sum the score: so many frames without an error it is worth (a local alignment
 * without gaps, as of Smith and Waterman 1981). A copy may therefore be a part of its original, or
 * the other way round.
 *
 * <p>Candidates are frames that agree in three of their four bytes; Haitsma and Kalker require all
 * bits.
 *
 * @param <K> what names a clip
 */
public final class FingerprintIndex<K> {

  /**
   * The least score of a match, in frames. docs/protocol.md says how many copies are missed, and
   * how many clips that are none are found.
   */
  public static final double MATCH = 12;

  /** The bit error rate at which a frame counts nothing is 1 / (5 * 32) of this: 0.2. */
  private static final int WORTH = Integer.SIZE;

  private static final int COST = 5;

  /** How far around an agreeing frame to search: 8 seconds on either side. */
  private static final int REACH = 500;

  /** A value that so many frames share is that of no one clip, and would take long. */
  private static final int COMMON = 500;

  private static final int BYTES = Integer.BYTES;

  private final List<Map.Entry<K, Fingerprint>> clips;

  /** The first place of each clip in the numbering of all frames. */
  private final int[] starts;

  /** For each byte that is left out: value and place of every frame, sorted. */
  private final long[][] tables;

  /**
   * @param clips their fingerprints; those without one are never found
   */
  public FingerprintIndex(List<Map.Entry<K, Fingerprint>> clips) {
    this.clips = clips.stream().filter(clip -> !clip.getValue().isNone()).toList();
    starts = new int[this.clips.size() + 1];
    for (int i = 0; i < this.clips.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], this.clips.get(i).getValue().length());
    }
    tables = new long[BYTES][];
    for (int table = 0; table < BYTES; table++) {
      tables[table] = table(table);
    }
  }

  private long[] table(int leftOut) {
    long[] table = new long[starts[clips.size()]];
    int filled = 0;
    for (int clip = 0; clip < clips.size(); clip++) {
      Fingerprint fingerprint = clips.get(clip).getValue();
      for (int i = 0; i < fingerprint.length(); i++) {
        if (fingerprint.frame(i) != 0) {
          table[filled++] = entry(value(fingerprint.frame(i), leftOut), starts[clip] + i);
        }
      }
    }
    table = Arrays.copyOf(table, filled);
    Arrays.sort(table);
    return table;
  }

  /** A frame without one of its bytes. */
  private static int value(int frame, int leftOut) {
    return frame & ~(0xFF << (Byte.SIZE * leftOut));
  }

  private static long entry(int value, int place) {
    return Integer.toUnsignedLong(value) << 31 | place;
  }

  /**
   * A clip that matches.
   *
   * @param clip its name
   * @param score in frames of 16 ms, at least {@link #MATCH}
   */
  public record Match<K>(K clip, double score) {}

  /** The clip that matches best, if any does. */
  public Optional<Match<K>> find(Fingerprint fingerprint) {
    return matches(fingerprint, MATCH).stream().findFirst();
  }

  /** All clips that match with at least this score, the best first. */
  public List<Match<K>> matches(Fingerprint fingerprint, double least) {
    Search search = new Search(fingerprint);
    for (int i = 0; i < fingerprint.length(); i++) {
      if (fingerprint.frame(i) != 0) {
        for (int table = 0; table < BYTES; table++) {
          search.lookUp(i, table);
        }
      }
    }
    return search.scores.entrySet().stream()
        .map(
            found ->
                new Match<>(clips.get(found.getKey()).getKey(), (double) found.getValue() / WORTH))
        .filter(match -> match.score() >= least)
        .sorted(Comparator.comparingDouble((Match<K> match) -> -match.score()))
        .toList();
  }

  /** One fingerprint in question. */
  private final class Search {

    private final Fingerprint wanted;

    /**
     * For clip and offset, the frame of the clip in question up to which they have been compared.
     */
    private final Map<Long, Integer> compared = new HashMap<>();

    /** The best score of every clip that was compared. */
    private final Map<Integer, Integer> scores = new HashMap<>();

    Search(Fingerprint wanted) {
      this.wanted = wanted;
    }

    void lookUp(int frame, int table) {
      int value = value(wanted.frame(frame), table);
      long[] entries = tables[table];
      int from = lowerBound(entries, entry(value, 0));
      int to = from;
      long end = entry(value, Integer.MAX_VALUE);
      while (to < entries.length && entries[to] <= end && to - from <= COMMON) {
        to++;
      }
      if (to - from > COMMON) {
        return;
      }
      for (int i = from; i < to; i++) {
        int place = (int) (entries[i] & Integer.MAX_VALUE);
        int clip = Arrays.binarySearch(starts, place);
        clip = clip >= 0 ? clip : -clip - 2; // no clip is empty, so no two start at one place
        compare(clip, frame, place - starts[clip]);
      }
    }

    private void compare(int clip, int frame, int other) {
      long diagonal = (long) clip << Integer.SIZE | Integer.toUnsignedLong(frame - other);
      if (compared.getOrDefault(diagonal, -1) >= frame) {
        return;
      }
      Fingerprint known = clips.get(clip).getValue();
      int shift = frame - other;
      int from = Math.max(Math.max(0, shift), frame - REACH);
      int to = Math.min(Math.min(wanted.length(), known.length() + shift), frame + REACH);
      compared.put(diagonal, to - 1);
      int score = 0;
      int best = 0;
      for (int i = from; i < to; i++) {
        int mine = wanted.frame(i);
        int its = known.frame(i - shift);
        if (mine != 0 && its != 0) {
          score = Math.max(0, score + WORTH - COST * Integer.bitCount(mine ^ its));
          best = Math.max(best, score);
        }
      }
      scores.merge(clip, best, Math::max);
    }
  }

  private static int lowerBound(long[] sorted, long wanted) {
    int from = Arrays.binarySearch(sorted, wanted);
    return from >= 0 ? from : -from - 1;
  }
}
