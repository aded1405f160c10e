package org.emoglot.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Utterances whose samples are identical, by the hashes in the manifests, without opening audio.
 * Two copies of a clip that were prepared with different down-mixing, or of which one is
 * compressed, differ.
 *
 * @param utterances two or more, in the order of ids
 */
public record IdenticalAudio(List<Utterance> utterances) {

  /** So many groups are listed for people; the file of the report has all. */
  private static final int MOST_LINES = 10;

  public IdenticalAudio {
    utterances = utterances.stream().sorted(Comparator.comparing(Utterance::id)).toList();
  }

  /** The groups among utterances, in the order of their first ids. */
  public static List<IdenticalAudio> among(Collection<Utterance> utterances) {
    return utterances.stream()
        .filter(utterance -> !utterance.audioHash().isEmpty())
        .collect(Collectors.groupingBy(Utterance::audioHash, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(group -> group.size() > 1)
        .map(IdenticalAudio::new)
        .sorted(Comparator.comparing(group -> group.ids().get(0)))
        .toList();
  }

  /** Their ids. */
  public List<String> ids() {
    return utterances.stream().map(Utterance::id).toList();
  }

  /** Whether they belong to several corpora. */
  public boolean acrossCorpora() {
    return utterances.stream().map(Utterance::corpus).distinct().count() > 1;
  }

  /**
   * Lines for people, the first groups one by one and the others as a number.
   *
   * @param heading what every line begins with
   * @param groups their {@link #text}
   */
  public static List<String> lines(String heading, List<String> groups) {
    List<String> lines = new ArrayList<>();
    groups.stream().limit(MOST_LINES).forEach(group -> lines.add(heading + ": " + group));
    if (groups.size() > MOST_LINES) {
      lines.add("%s: %d more groups".formatted(heading, groups.size() - MOST_LINES));
    }
    return lines;
  }

  /** Ids and parts, such as {@code a/1 (train) = a/2 (test)}. */
  public String text() {
    return utterances.stream()
        .map(utterance -> utterance.id() + " (" + utterance.split().id() + ")")
        .collect(Collectors.joining(" = "));
  }
}
