package org.emoglot.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.CopyFinder;
import org.emoglot.network.CommitteeFolder;

/**
 * What an adapted model had heard of an evaluation.
 *
 * @param unlabelled clips that the model was adapted to; 0 for a model as it was trained
 * @param leftOut ids of those of the manifest that are among them, under any name, and are not
 *     evaluated on
 */
record AdaptedClips(int unlabelled, List<String> leftOut) {

  private static final int NAMED = 3;

  AdaptedClips {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * By the list of clips in the model's folder: those with the same samples or an alike
   * fingerprint, and where the folder lists no more than a name, with that name.
   *
   * @param audio opens clips of which the manifest says nothing
   */
  static AdaptedClips of(Path model, List<Utterance> utterances, AudioReader audio) {
    if (!AdaptedFolder.isAdapted(model)) {
      return new AdaptedClips(0, List.of());
    }
    AdaptedFolder.Content content = AdaptedFolder.read(model);
    Set<String> hashes = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (AdaptedFolder.Content.Heard clip : content.clips()) {
      if (clip.sha256().isEmpty()) {
        names.add(clip.clip());
      } else {
        hashes.add(clip.sha256());
      }
    }
    CopyFinder heard =
        new CopyFinder(
            CommitteeFolder.heardClips(model).clips().stream()
                .filter(clip -> hashes.contains(clip.sha256()))
                .collect(Collectors.toList()));
    return new AdaptedClips(
        content.shift().clips(),
        utterances.stream()
            .filter(
                clip ->
                    names.contains(clip.id())
                        || (!hashes.isEmpty() && heard.find(print(clip, audio)).isPresent()))
            .map(Utterance::id)
            .toList());
  }

  private static ClipPrint print(Utterance clip, AudioReader audio) {
    if (clip.print().isKnown()) {
      return clip.print();
    }
    try {
      return ClipPrint.of(clip.id(), audio.read(clip.audio()));
    } catch (InvalidInputException e) {
      return clip.print(); // the evaluation says what is wrong with it
    }
  }

  /**
   * The others.
   *
   * @throws InvalidInputException if there is none
   */
  List<Utterance> without(List<Utterance> utterances, Path manifest) {
    Set<String> out = Set.copyOf(leftOut);
    List<Utterance> left =
        utterances.stream().filter(utterance -> !out.contains(utterance.id())).toList();
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
    return "Tier: adapted (%d unlabelled %s), neither zero-shot nor few-shot; %s.%n"
        .formatted(
            unlabelled,
            unlabelled == 1 ? "clip" : "clips",
            leftOut.isEmpty()
                ? "none of these clips is known to be among them"
                : "left out of this manifest, since the model was adapted to %s: %s"
                    .formatted(leftOut.size() == 1 ? "it" : "them", named()));
  }

  private String named() {
    String first = String.join(", ", leftOut.subList(0, Math.min(NAMED, leftOut.size())));
    int others = leftOut.size() - NAMED;
    return others > 0 ? "%s and %d more (--json names all)".formatted(first, others) : first;
  }
}
