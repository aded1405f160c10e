package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.data.Utterance;

/**
 * What an adapted model had heard of an evaluation.
 *
 * @param unlabelled clips that the model was adapted to; 0 for a model as it was trained
 * @param leftOut ids of those of the manifest that are among them, by the hashes of their samples,
 *     and are not evaluated on
 */
record AdaptedClips(int unlabelled, List<String> leftOut) {

  AdaptedClips {
    leftOut = List.copyOf(leftOut);
  }

  /** By the list of clips in the model's folder. */
  static AdaptedClips of(Path model, List<Utterance> utterances) {
    if (!AdaptedFolder.isAdapted(model)) {
      return new AdaptedClips(0, List.of());
    }
    AdaptedFolder.Content content = AdaptedFolder.read(model);
    Set<String> heard =
        content.clips().stream()
            .map(AdaptedFolder.Content.Heard::sha256)
            .filter(hash -> !hash.isEmpty())
            .collect(Collectors.toSet());
    return new AdaptedClips(
        content.shift().clips(),
        utterances.stream()
            .filter(utterance -> heard.contains(utterance.audioHash()))
            .map(Utterance::id)
            .toList());
  }

  /**
   * The others.
   *
   * @throws InvalidInputException if there is none
   */
  List<Utterance> without(List<Utterance> utterances, Path manifest) {
    List<Utterance> left =
        utterances.stream().filter(utterance -> !leftOut.contains(utterance.id())).toList();
    if (left.isEmpty()) {
      throw new InvalidInputException(
          "Expected clips in %s that the model was not adapted to, found none: evaluate on others."
              .formatted(manifest));
    }
    return left;
  }

  /** The tier of the figures, in a line; empty for a model as it was trained. */
  String text() {
    if (unlabelled == 0) {
      return "";
    }
    return "Tier: adapted (%d unlabelled clips), neither zero-shot nor few-shot; %s.%n"
        .formatted(
            unlabelled,
            leftOut.isEmpty()
                ? "none of these clips is known to be among them"
                : "%d of them are in this manifest, and were left out".formatted(leftOut.size()));
  }
}
