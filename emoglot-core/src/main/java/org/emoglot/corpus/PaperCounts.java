package org.emoglot.corpus;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * The sizes of train, validation and test in the paper. Clips that are known to be without audio
 * are not missed.
 *
 * @param corpus corpus id
 * @param sizes part to number of utterances
 */
public record PaperCounts(String corpus, Map<Split, Integer> sizes) {

  /**
   * What is expected of a corpus.
   *
   * @param present keys of the clips that are there
   */
  public static PaperCounts of(CorpusDescription corpus, Set<String> present) {
    Map<Split, Integer> sizes = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      sizes.put(split, (int) corpus.splitRule().weight(split));
    }
    corpus
        .reader()
        .knownGaps()
        .forEach(
            (key, split) -> {
              if (!present.contains(key)) {
                sizes.merge(split, -1, Integer::sum);
              }
            });
    return new PaperCounts(corpus.id(), sizes);
  }

  /**
   * How prepared utterances of a corpus differ from what is expected, in one sentence without its
   * end.
   *
   * @param corpus its sizes {@link SplitRule#inCounts()} are known
   * @param utterances all that were prepared of it
   */
  public static Optional<String> mismatch(CorpusDescription corpus, List<Utterance> utterances) {
    Map<Split, Integer> found = new EnumMap<>(Split.class);
    Set<String> keys = new HashSet<>();
    for (Split split : Split.values()) {
      found.put(split, 0);
    }
    for (Utterance utterance : utterances) {
      found.merge(utterance.split(), 1, Integer::sum);
      keys.add(utterance.id().substring(corpus.id().length() + 1));
    }
    return of(corpus, corpus.reader().knownGaps().keySet()).mismatch(found).isEmpty()
        ? Optional.empty() // whole, whatever its clips are called
        : of(corpus, keys).mismatch(found);
  }

  /** How the whole differs, in one sentence without its end. */
  public Optional<String> mismatch(int found) {
    int expected = sizes.values().stream().mapToInt(Integer::intValue).sum();
    return found == expected
        ? Optional.empty()
        : Optional.of(
            "Expected %d utterances of %s (%s), the paper's count, found %d"
                .formatted(expected, corpus, inWords(sizes), found));
  }

  /** How the parts differ, in one sentence without its end. */
  public Optional<String> mismatch(Map<Split, Integer> found) {
    return found.equals(sizes)
        ? Optional.empty()
        : Optional.of(
            "Expected %s utterances of %s, the paper's counts, found %s"
                .formatted(inWords(sizes), corpus, inWords(found)));
  }

  private static String inWords(Map<Split, Integer> sizes) {
    return sizes.entrySet().stream()
        .map(entry -> entry.getKey().id() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
