package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import picocli.CommandLine.Option;

/** Which emotions are told apart, where not the usual four. */
final class LabelOptions {

  @Option(
      names = {"--labels", "--emotions"},
      arity = "1..*",
      split = ",",
      paramLabel = "<names>",
      description =
          "The emotions to recognise, such as angry,sad or neutral,happy,angry,sad,fear,disgust;"
              + " utterances with others are skipped (default: the four; manifests with others are"
              + " refused).")
  private List<String> names = new ArrayList<>();

  /** Those that were asked for, in this order, or the four. */
  LabelSet labels() {
    return names.isEmpty()
        ? LabelSet.FOUR
        : new LabelSet(names.stream().map(String::strip).toList());
  }

  /**
   * The utterances of these emotions. Without the option nothing is skipped, and other emotions are
   * refused later.
   *
   * @throws InvalidInputException if an emotion that was asked for has no utterance at all
   */
  Manifest among(Manifest manifest, Output output) {
    if (names.isEmpty()) {
      return manifest;
    }
    List<String> wanted = labels().names();
    for (String label : wanted) {
      if (manifest.utterances().stream().noneMatch(u -> u.label().equals(label))) {
        throw new InvalidInputException(
            "Expected utterances of each of the labels %s in the manifests, found none of '%s', only those of %s: prepare them with --emotions, or leave it out."
                .formatted(
                    wanted,
                    label,
                    manifest.utterances().stream()
                        .map(Utterance::label)
                        .distinct()
                        .sorted()
                        .toList()));
      }
    }
    List<Utterance> kept =
        manifest.utterances().stream().filter(u -> wanted.contains(u.label())).toList();
    int aside = manifest.utterances().size() - kept.size();
    if (aside > 0) {
      output.note("%d utterances with other emotions are skipped.".formatted(aside));
    }
    return new Manifest(kept);
  }
}
