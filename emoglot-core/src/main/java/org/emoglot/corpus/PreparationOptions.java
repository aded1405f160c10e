package org.emoglot.corpus;

/**
 * What may be chosen when a corpus is prepared.
 *
 * @param labels the emotions to keep
 * @param labelMap emotion of the corpus's labels
 * @param splitRule how the corpus is divided
 * @param seed of the split
 */
public record PreparationOptions(
    LabelSet labels, LabelMap labelMap, SplitRule splitRule, long seed) {

  /** What the corpus itself says, the four emotions, and the default seed. */
  public static PreparationOptions of(Corpus corpus) {
    return new PreparationOptions(
        LabelSet.FOUR, corpus.reader().labels(), corpus.splitRule(), Splitter.DEFAULT_SEED);
  }

  /** The same with another seed. */
  public PreparationOptions withSeed(long newSeed) {
    return new PreparationOptions(labels, labelMap, splitRule, newSeed);
  }
}
