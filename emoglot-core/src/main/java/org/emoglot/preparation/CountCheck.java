package org.emoglot.preparation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.PaperCounts;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * Compares a preparation with the paper's counts, which are those of the corpus's own label map and
 * the four emotions.
 */
final class CountCheck {

  private final CorpusDescription corpus;
  private final PreparationOptions options;
  private final List<LeftOut> leftOut;
  private final List<String> notes;
  private final boolean matters;

  /**
   * @param leftOut what the preparation leaves out, for messages
   * @param notes takes what differs where that is allowed
   */
  CountCheck(
      CorpusDescription corpus,
      PreparationOptions options,
      List<LeftOut> leftOut,
      List<String> notes) {
    this.corpus = corpus;
    this.options = options;
    this.leftOut = leftOut;
    this.notes = notes;
    this.matters =
        corpus.splitRule().inCounts()
            && options.splitRule().equals(corpus.splitRule())
            && options.labels().equals(LabelSet.FOUR)
            && options.labelMap().equals(corpus.reader().labels());
  }

  /** Before anything is decoded, since a whole corpus takes minutes. */
  void requireTotal(Set<CorpusClip> kept) {
    if (matters && options.countsChecked() && !kept.isEmpty()) {
      Set<String> keys = kept.stream().map(CorpusClip::key).collect(Collectors.toSet());
      PaperCounts.of(corpus, keys).mismatch(kept.size()).ifPresent(text -> refuse(text, ""));
    }
  }

  /**
   * After the corpus was divided.
   *
   * @param keys of the clips that were kept
   */
  void requireParts(List<Utterance> divided, Set<String> keys) {
    if (!matters) {
      return;
    }
    PaperCounts counts = PaperCounts.of(corpus, keys);
    Map<Split, Integer> found = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      found.put(split, (int) divided.stream().filter(u -> u.split() == split).count());
    }
    Optional<String> mismatch =
        options.split() == SplitMethod.OFFICIAL
            ? counts.mismatch(found)
            : counts.mismatch(divided.size());
    String advice =
        counts.mismatch(divided.size()).isEmpty() ? ", split it with --split stratified" : "";
    mismatch.ifPresent(
        text -> {
          if (options.countsChecked()) {
            refuse(text, advice);
          }
          notes.add(text + ".");
        });
    long gaps =
        corpus.reader().knownGaps().keySet().stream().filter(k -> !keys.contains(k)).count();
    if (mismatch.isEmpty() && gaps > 0) {
      notes.add(
          "The paper counts %d more clips, which are known to have no usable audio."
              .formatted(gaps));
    }
  }

  private void refuse(String mismatch, String advice) {
    String reasons =
        leftOut.isEmpty()
            ? "nothing was skipped"
            : "skipped: " + PreparationReport.reasons(leftOut);
    throw new InvalidInputException(
        "%s (%s): complete it%s, or accept it with --allow-count-mismatch."
            .formatted(mismatch, reasons, advice));
  }
}
