package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
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
   * @throws org.emoglot.InvalidInputException if an emotion that was asked for has no utterance at
   *     all
   */
  Manifest among(Manifest manifest, Output output) {
    if (names.isEmpty()) {
      return manifest;
    }
    Manifest kept = manifest.of(labels());
    int aside = manifest.utterances().size() - kept.utterances().size();
    if (aside > 0) {
      output.note("%d utterances with other emotions are skipped.".formatted(aside));
    }
    return kept;
  }
}
