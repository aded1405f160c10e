package org.emoglot.preparation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.SplitRule;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Divides a corpus so that no speaker is in two parts: a pure function of ids, labels, speakers,
 * rule and seed.
 *
 * <p><b>Orders.</b> {@value #ORDERS} orders of the speakers are tried; in the k-th, from 0, they
 * are sorted by the SHA-256 digest of {@code seed:k:speaker}.
 *
 * <p><b>Filling.</b> Validation and then test, with the sizes that {@link Splitter} would give
 * them, go through the speakers that are free, in order, and take the first one in any case and a
 * later one if it brings the part nearer to its size. The others are train.
 *
 * <p><b>Choice.</b> Among the orders with every label in every part, it is the first with the
 * smallest sum over the parts of |size - wanted size|.
 */
final class SpeakerSplitter {

  static final int ORDERS = 200;

  private static final List<Split> FILLED = List.of(Split.VALIDATION, Split.TEST);

  private final Map<String, List<Utterance>> bySpeaker;
  private final int[] wanted;
  private final Set<String> labels;

  private SpeakerSplitter(
      Map<String, List<Utterance>> bySpeaker, int[] wanted, Set<String> labels) {
    this.bySpeaker = bySpeaker;
    this.wanted = wanted;
    this.labels = labels;
  }

  /**
   * Assigns every utterance a part.
   *
   * @return the same utterances in their parts, in the order of ids
   * @throws InvalidInputException if the speakers are not named, if most of the speech is by
   *     speakers with a single emotion, or if no order gives every part every label
   */
  static List<Utterance> split(Collection<Utterance> utterances, SplitRule rule, long seed) {
    Map<String, List<Utterance>> bySpeaker =
        utterances.stream()
            .collect(Collectors.groupingBy(Utterance::speaker, TreeMap::new, Collectors.toList()));
    Set<String> labels =
        utterances.stream().map(Utterance::label).collect(Collectors.toCollection(TreeSet::new));
    check(bySpeaker, utterances.size());
    Map<String, Split> parts =
        new SpeakerSplitter(bySpeaker, Splitter.sizes(utterances.size(), rule), labels).best(seed);
    return utterances.stream()
        .map(u -> u.in(parts.getOrDefault(u.speaker(), Split.TRAIN)))
        .sorted(Comparator.comparing(Utterance::id))
        .toList();
  }

  private static void check(Map<String, List<Utterance>> bySpeaker, int total) {
    if (bySpeaker.containsKey(CorpusClip.UNKNOWN_SPEAKER)) {
      throw new InvalidInputException(
          "Expected named speakers for the split speaker-disjoint, found %d utterances without: use"
                  .formatted(bySpeaker.get(CorpusClip.UNKNOWN_SPEAKER).size())
              + " --split stratified.");
    }
    int oneEmotion = 0;
    int itsUtterances = 0;
    for (List<Utterance> spoken : bySpeaker.values()) {
      if (spoken.stream().map(Utterance::label).distinct().count() == 1) {
        oneEmotion++;
        itsUtterances += spoken.size();
      }
    }
    if (2 * itsUtterances > total) {
      throw new InvalidInputException(
          ("Expected speakers with several emotions for the split speaker-disjoint, found %d of %d"
                  + " speakers, with %d of %d utterances, with a single one, so the speaker predicts"
                  + " the emotion: use --split stratified.")
              .formatted(oneEmotion, bySpeaker.size(), itsUtterances, total));
    }
  }

  private Map<String, Split> best(long seed) {
    int bestDistance = Integer.MAX_VALUE;
    @Nullable Map<String, Split> best = null;
    for (int k = 0; k < ORDERS; k++) {
      Map<String, Split> parts = fill(order(seed + ":" + k + ":"));
      int distance = distance(parts);
      if (distance < bestDistance && everyPartHasEveryLabel(parts)) {
        best = parts;
        bestDistance = distance;
      }
    }
    if (best == null) {
      throw new InvalidInputException(
          ("Expected a split of %d speakers into train, val and test with each of %s in every part,"
                  + " found none: use --split stratified.")
              .formatted(bySpeaker.size(), labels));
    }
    return best;
  }

  private List<String> order(String prefix) {
    Map<String, String> digests = new HashMap<>();
    bySpeaker.keySet().forEach(speaker -> digests.put(speaker, Sha256.of(prefix + speaker)));
    List<String> order = new ArrayList<>(bySpeaker.keySet());
    order.sort(Comparator.comparing(speaker -> digests.getOrDefault(speaker, "")));
    return order;
  }

  private Map<String, Split> fill(List<String> order) {
    Map<String, Split> parts = new HashMap<>();
    for (Split part : FILLED) {
      int size = 0;
      int want = wanted[part.ordinal()];
      for (String speaker : order) {
        int more = size(speaker);
        boolean nearer = Math.abs(size + more - want) < Math.abs(size - want);
        if (!parts.containsKey(speaker) && want > 0 && (size == 0 || nearer)) {
          parts.put(speaker, part);
          size += more;
        }
      }
    }
    order.forEach(speaker -> parts.putIfAbsent(speaker, Split.TRAIN));
    return parts;
  }

  private int distance(Map<String, Split> parts) {
    int[] sizes = new int[wanted.length];
    parts.forEach((speaker, part) -> sizes[part.ordinal()] += size(speaker));
    int distance = 0;
    for (int k = 0; k < wanted.length; k++) {
      distance += Math.abs(sizes[k] - wanted[k]);
    }
    return distance;
  }

  private boolean everyPartHasEveryLabel(Map<String, Split> parts) {
    Map<Split, Set<String>> found = new EnumMap<>(Split.class);
    parts.forEach(
        (speaker, part) -> {
          Set<String> labelsOfPart = found.computeIfAbsent(part, unused -> new HashSet<>());
          spoken(speaker).forEach(u -> labelsOfPart.add(u.label()));
        });
    for (Split part : Split.values()) {
      if (wanted[part.ordinal()] > 0 && !found.getOrDefault(part, Set.of()).equals(labels)) {
        return false;
      }
    }
    return true;
  }

  private int size(String speaker) {
    return spoken(speaker).size();
  }

  private List<Utterance> spoken(String speaker) {
    return bySpeaker.getOrDefault(speaker, List.of());
  }
}
