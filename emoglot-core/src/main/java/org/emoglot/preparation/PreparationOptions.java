package org.emoglot.preparation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.SplitRule;
import org.emoglot.data.LabelSet;

/**
 * What may be chosen when a corpus is prepared.
 *
 * @param labels the emotions to keep
 * @param labelMap emotion of the corpus's labels
 * @param splitRule how the corpus is divided
 * @param split how to split it
 * @param seed of the split
 * @param countsChecked whether to refuse another number of utterances than in the paper; only used
 *     with the labels and label map of the corpus
 */
public record PreparationOptions(
    LabelSet labels,
    LabelMap labelMap,
    SplitRule splitRule,
    SplitMethod split,
    long seed,
    boolean countsChecked) {

  /** What the corpus itself says, the four emotions, and the default seed. */
  public static PreparationOptions of(CorpusDescription corpus) {
    return new PreparationOptions(
        LabelSet.FOUR,
        corpus.reader().labels(),
        corpus.splitRule(),
        SplitMethod.OFFICIAL,
        Splitter.DEFAULT_SEED,
        true);
  }

  /** The same for a known corpus. */
  public static PreparationOptions of(Corpus corpus) {
    return of(corpus.description());
  }

  /** The same with another seed. */
  public PreparationOptions withSeed(long newSeed) {
    return new PreparationOptions(labels, labelMap, splitRule, split, newSeed, countsChecked);
  }

  /** The same, divided by another method. */
  public PreparationOptions withSplit(SplitMethod method) {
    return new PreparationOptions(labels, labelMap, splitRule, method, seed, countsChecked);
  }

  /** The same, whether or not the corpus has as many utterances as in the paper. */
  public PreparationOptions allowingOtherCounts() {
    return new PreparationOptions(labels, labelMap, splitRule, split, seed, false);
  }

  /** The same, keeping other emotions. */
  public PreparationOptions withLabels(LabelSet others) {
    return new PreparationOptions(others, labelMap, splitRule, split, seed, countsChecked);
  }

  /**
   * The same with some labels read otherwise. Every emotion that the new map names is kept, beside
   * those kept before.
   */
  public PreparationOptions withLabelMap(LabelMap overriding) {
    Set<String> kept = new LinkedHashSet<>(labels.names());
    overriding.emotions().values().stream().sorted().forEach(kept::add);
    kept.remove(LabelMap.LEFT_OUT);
    return new PreparationOptions(
        new LabelSet(List.copyOf(kept)),
        labelMap.overriddenBy(overriding),
        splitRule,
        split,
        seed,
        countsChecked);
  }
}
