package org.emoglot.corpus;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Utterances whose samples are identical, by the hashes that preparation wrote into the manifests:
 * no audio is opened to find them. Two copies of a clip that were prepared with different
 * down-mixing, or of which one is compressed, differ.
 *
 * @param utterances two or more, in the order of ids
 */
public record IdenticalAudio(List<Utterance> utterances) {

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

  /** Ids and parts, such as {@code a/1 (train) = a/2 (test)}. */
  public String text() {
    return utterances.stream()
        .map(utterance -> utterance.id() + " (" + utterance.split().id() + ")")
        .collect(Collectors.joining(" = "));
  }
}
