package org.emoglot.corpus;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.data.Split;

/**
 * The sizes of train, validation and test that the paper's results stand on. Clips that are known
 * to be without audio are not missed.
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
