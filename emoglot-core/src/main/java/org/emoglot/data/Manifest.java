package org.emoglot.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.io.Sha256;

/**
 * The utterances of one or several corpora.
 *
 * @param utterances at least one, in the order of their ids, which are distinct
 */
public record Manifest(List<Utterance> utterances) {

  public Manifest {
    utterances = utterances.stream().sorted(Comparator.comparing(Utterance::id)).toList();
    if (utterances.isEmpty()) {
      throw new InvalidInputException("Expected at least one utterance, found none.");
    }
    Set<String> ids = new HashSet<>();
    for (Utterance utterance : utterances) {
      if (!ids.add(utterance.id())) {
        throw new InvalidInputException(
            "Expected every utterance only once, found " + utterance.id() + " twice.");
      }
    }
  }

  /**
   * Reads a manifest file; see {@link ManifestCsv} for its form.
   *
   * @throws InvalidInputException naming file and row
   */
  public static Manifest read(Path file) {
    return ManifestCsv.read(file);
  }

  /** Writes a manifest file, whole or not at all. */
  public void write(Path file) {
    ManifestCsv.write(file, this);
  }

  /** All utterances of several manifests. */
  public static Manifest merge(Collection<Manifest> manifests) {
    return new Manifest(
        manifests.stream().flatMap(manifest -> manifest.utterances().stream()).toList());
  }

  /** The utterances of one part. */
  public List<Utterance> of(Split split) {
    return utterances.stream().filter(utterance -> utterance.split() == split).toList();
  }

  /**
   * The utterances of some emotions.
   *
   * @throws InvalidInputException if one of them has no utterance at all
   */
  public Manifest of(LabelSet labels) {
    for (String label : labels.names()) {
      if (utterances.stream().noneMatch(utterance -> utterance.label().equals(label))) {
        throw new InvalidInputException(
            "Expected utterances of each of the labels %s in the manifests, found none of '%s', only those of %s: prepare them with --emotions, or leave it out."
                .formatted(
                    labels.names(),
                    label,
                    utterances.stream().map(Utterance::label).distinct().sorted().toList()));
      }
    }
    return new Manifest(
        utterances.stream()
            .filter(utterance -> labels.names().contains(utterance.label()))
            .toList());
  }

  /** What is spoken, sorted by code. */
  public SortedSet<Language> languages() {
    return utterances.stream()
        .map(Utterance::language)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * SHA-256 of id, corpus, language, speaker, label, split and duration, and of a segment or
   * conditioned audio also of start, end and conditioning; one line for each utterance, fields
   * separated by tabs: all that a training may see, and the same wherever the corpus lies.
   */
  public String fingerprint() {
    return Sha256.of(
        utterances.stream()
            .map(
                u ->
                    String.join(
                            "\t",
                            u.id(),
                            u.corpus(),
                            u.language().code(),
                            u.speaker(),
                            u.label(),
                            u.split().id(),
                            Double.toString(u.seconds()))
                        + treatment(u.audio()))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static String treatment(ClipAudio audio) {
    return audio.equals(ClipAudio.whole(audio.file()))
        ? ""
        : "\t%s\t%s\t%s".formatted(audio.start(), audio.end(), audio.conditioning().id());
  }
}
