package org.emoglot.preparation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.PassedOver;
import org.emoglot.data.Gender;
import org.emoglot.data.IdenticalAudio;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * What the preparation of a corpus read, left out and made.
 *
 * @param corpus corpus id
 * @param language what is spoken
 * @param root the corpus's folder
 * @param division how it was divided
 * @param seed of the split
 * @param utterances how many were kept
 * @param seconds duration of what was kept
 * @param bySplit utterances of each part
 * @param byLabel utterances of each label
 * @param bySplitAndLabel utterances of each label in each part
 * @param bySpeaker utterances of each speaker
 * @param byGender utterances of each gender; none of a corpus that does not tell it
 * @param identicalAudio groups of utterances whose samples are identical, with their parts
 * @param notes sentences on what one would not expect
 * @param leftOutByReason audio files left out, for each reason
 * @param leftOut every one of them
 * @param withoutSpeech ids of clips without detected speech, including those skipped as silent
 * @param otherFiles number of files skipped because they are not audio
 * @param passedOver every one of them, with the reason
 * @param splitFingerprint {@link Splitter#fingerprint}
 * @param manifestFingerprint {@link Manifest#fingerprint}
 */
public record PreparationReport(
    String corpus,
    String language,
    String root,
    String division,
    long seed,
    int utterances,
    double seconds,
    SortedMap<String, Long> bySplit,
    SortedMap<String, Long> byLabel,
    SortedMap<String, SortedMap<String, Long>> bySplitAndLabel,
    SortedMap<String, Long> bySpeaker,
    SortedMap<String, Long> byGender,
    List<String> identicalAudio,
    List<String> notes,
    SortedMap<String, Long> leftOutByReason,
    List<LeftOut> leftOut,
    List<String> withoutSpeech,
    int otherFiles,
    List<PassedOver> passedOver,
    String splitFingerprint,
    String manifestFingerprint) {

  static PreparationReport of(
      Path root,
      PreparationOptions options,
      String division,
      Manifest manifest,
      List<LeftOut> leftOut,
      List<String> withoutSpeech,
      CorpusListing listing,
      List<String> notes) {
    List<Utterance> kept = manifest.utterances();
    return new PreparationReport(
        kept.get(0).corpus(),
        kept.get(0).language().code(),
        root.toString(),
        division,
        options.seed(),
        kept.size(),
        kept.stream().mapToDouble(Utterance::seconds).sum(),
        count(kept, u -> u.split().id()),
        count(kept, Utterance::label),
        kept.stream()
            .collect(
                Collectors.groupingBy(
                    u -> u.split().id(),
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.toList(), part -> count(part, Utterance::label)))),
        count(kept, Utterance::speaker),
        count(
            kept.stream().filter(u -> u.gender() != Gender.UNKNOWN).toList(), u -> u.gender().id()),
        IdenticalAudio.among(kept).stream().map(IdenticalAudio::text).toList(),
        List.copyOf(notes),
        count(leftOut, left -> left.reason().text()),
        List.copyOf(leftOut),
        withoutSpeech.stream().sorted().toList(),
        listing.otherFiles(),
        listing.passedOver(),
        Splitter.fingerprint(kept),
        manifest.fingerprint());
  }

  private static <T> SortedMap<String, Long> count(List<T> items, Function<T, String> key) {
    return items.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }

  /** The report in lines for people; the files left out are counted, not listed. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s (%s): %d utterances, %d speakers, %.1f minutes",
            corpus,
            language,
            utterances,
            bySpeaker.size(),
            seconds / 60));
    for (Split split : Split.values()) {
      lines.add(
          "  %-5s %5d  %s"
              .formatted(
                  split.id(),
                  bySplit.getOrDefault(split.id(), 0L),
                  inWords(bySplitAndLabel.getOrDefault(split.id(), new TreeMap<>()))));
    }
    lines.add(
        "  skipped: "
            + (leftOut.isEmpty() ? "nothing" : inWords(leftOutByReason))
            + "; "
            + otherFiles
            + " other files ignored");
    if (!withoutSpeech.isEmpty()) {
      lines.add("  %d clips have no detected speech".formatted(withoutSpeech.size()));
      lines.addAll(IdenticalAudio.lines("  no speech", withoutSpeech));
    }
    lines.addAll(IdenticalAudio.lines("  identical audio", identicalAudio));
    for (String note : notes) {
      lines.add("  note: " + note);
    }
    lines.add("  split %s (%s, seed %d)".formatted(splitFingerprint, division, seed));
    lines.add("  manifest " + manifestFingerprint);
    return String.join("\n", lines) + "\n";
  }

  /** How many files were left out for each reason, in words. */
  static String reasons(List<LeftOut> leftOut) {
    return inWords(count(leftOut, left -> left.reason().text()));
  }

  private static String inWords(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
