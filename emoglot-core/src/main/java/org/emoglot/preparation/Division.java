package org.emoglot.preparation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.SplitRule;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * A divided corpus.
 *
 * @param utterances in their parts
 * @param how one word or a few, for the report
 * @param notes sentences on what one would not expect
 */
record Division(List<Utterance> utterances, String how, List<String> notes) {

  /** If a corpus has only train and test, this share of train becomes validation. */
  private static final SplitRule A_TENTH_OF_TRAIN =
      new SplitRule(0.9, 0.1, 0, List.of(SplitRule.Stratum.LABEL, SplitRule.Stratum.SPEAKER));

  /**
   * Divides by the method that was chosen.
   *
   * @param parts id to the corpus's own part, for those utterances that it gives one
   */
  static Division of(
      List<Utterance> utterances, Map<String, Split> parts, PreparationOptions options) {
    if (options.split() == SplitMethod.SPEAKER_DISJOINT) {
      return new Division(
          SpeakerSplitter.split(utterances, options.splitRule(), options.seed()),
          "no speaker in two parts",
          List.of());
    }
    if (options.split() == SplitMethod.OFFICIAL && !parts.isEmpty()) {
      return byOwnParts(utterances, parts, options);
    }
    return new Division(
        byFile(utterances, options.splitRule(), options.seed()), "stratified", List.of());
  }

  /**
   * Divides by {@link Splitter}. Clips that are passages of one file come into one part: they share
   * a room, a microphone and a conversation. They are divided as the first of them.
   */
  private static List<Utterance> byFile(List<Utterance> utterances, SplitRule rule, long seed) {
    Map<Path, List<Utterance>> files = new LinkedHashMap<>();
    utterances.stream()
        .sorted(Comparator.comparing(Utterance::id))
        .forEach(u -> files.computeIfAbsent(u.path(), file -> new ArrayList<>()).add(u));
    List<Utterance> firsts = files.values().stream().map(clips -> clips.get(0)).toList();
    List<Utterance> divided = new ArrayList<>();
    for (Utterance first : Splitter.split(firsts, rule, seed)) {
      files
          .getOrDefault(first.path(), List.of())
          .forEach(clip -> divided.add(clip.in(first.split())));
    }
    divided.sort(Comparator.comparing(Utterance::id));
    return List.copyOf(divided);
  }

  private static Division byOwnParts(
      List<Utterance> utterances, Map<String, Split> parts, PreparationOptions options) {
    List<Utterance> divided = new ArrayList<>();
    for (Utterance utterance : utterances) {
      Split part = parts.get(utterance.id());
      if (part == null) {
        throw new InvalidInputException(
            ("Expected a part train, val or test for every clip or for none, found none for %s and"
                    + " one for %d others: complete them, or use --split stratified.")
                .formatted(utterance.id(), parts.size()));
      }
      divided.add(utterance.in(part));
    }
    List<String> notes = new ArrayList<>();
    if (divided.stream().noneMatch(u -> u.split() == Split.VALIDATION)) {
      List<Utterance> train = divided.stream().filter(u -> u.split() == Split.TRAIN).toList();
      if (!train.isEmpty()) {
        divided.removeIf(u -> u.split() == Split.TRAIN);
        divided.addAll(byFile(train, A_TENTH_OF_TRAIN, options.seed()));
        notes.add("The corpus has no validation part: it gets a tenth of the train part.");
      }
    }
    long shared =
        divided.stream()
            .collect(
                Collectors.groupingBy(
                    Utterance::path, Collectors.mapping(Utterance::split, Collectors.toSet())))
            .values()
            .stream()
            .filter(its -> its.size() > 1)
            .count();
    if (shared > 0) {
      notes.add(
          "%d files have segments in several parts, as in the parts of the corpus."
              .formatted(shared));
    }
    divided.sort(Comparator.comparing(Utterance::id));
    return new Division(List.copyOf(divided), "the parts of the corpus", List.copyOf(notes));
  }
}
