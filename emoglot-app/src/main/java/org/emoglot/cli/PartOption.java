package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import picocli.CommandLine.Option;

/** Which part of a manifest is meant. */
final class PartOption {

  private static final String ALL = "all";

  @Option(
      names = "--split",
      paramLabel = "<split>",
      completionCandidates = SplitIds.class,
      description =
          "The part of the manifest: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String split = Split.TEST.id();

  /** As it was named. */
  String name() {
    return split;
  }

  /**
   * The utterances of the part.
   *
   * @param file of the manifest, for messages
   * @throws InvalidInputException if there is no such part, or nothing in it
   */
  List<Utterance> of(Manifest manifest, Path file) {
    if (split.equals(ALL)) {
      return manifest.utterances();
    }
    if (Arrays.stream(Split.values()).noneMatch(known -> known.id().equals(split))) {
      throw new InvalidInputException(
          "Expected a split test, all, val or train, found '%s'.".formatted(split));
    }
    List<Utterance> some = manifest.of(Split.of(split));
    if (some.isEmpty()) {
      throw new InvalidInputException(
          "Expected utterances of split %s in %s, found none; --split all takes every utterance."
              .formatted(split, file));
    }
    return some;
  }

  /** The parts of a manifest, and all of it. */
  static final class SplitIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("test", ALL, "val", "train").iterator();
    }
  }
}
