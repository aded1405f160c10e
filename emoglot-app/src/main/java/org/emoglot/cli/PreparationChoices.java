package org.emoglot.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.LabelMap;
import org.emoglot.data.LabelSet;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.preparation.SplitMethod;
import org.emoglot.preparation.Splitter;
import picocli.CommandLine.Option;

/** What is kept of a corpus, and how it is divided. */
final class PreparationChoices {

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Seed of the split into train, val and test (default ${DEFAULT-VALUE}).")
  private long seed = Splitter.DEFAULT_SEED;

  @Option(
      names = "--split",
      paramLabel = "<how>",
      completionCandidates = SplitMethods.class,
      description =
          "How to split the corpus: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}: by its own"
              + " parts if it has them, else stratified).")
  private String split = SplitMethod.OFFICIAL.id();

  @Option(
      names = "--labels",
      paramLabel = "<map>",
      description =
          "The emotions of unusual labels: a file with a label and an emotion, or - to leave it"
              + " out, in each line; or pairs such as exc=happy,fru=-. The emotions named here are"
              + " kept beside the four.")
  private String labels = "";

  @Option(
      names = "--emotions",
      arity = "1..*",
      paramLabel = "<names>",
      split = ",",
      description =
          "The emotions to keep, such as neutral,happy,angry,sad,fear (default: the four).")
  private List<String> emotions = new ArrayList<>();

  @Option(
      names = "--allow-count-mismatch",
      description = "Accept corpora of the paper with another number of utterances.")
  private boolean allowCountMismatch;

  long seed() {
    return seed;
  }

  /**
   * The choices for a corpus.
   *
   * @throws InvalidInputException if a label map or an emotion cannot be used
   */
  PreparationOptions of(CorpusDescription corpus) {
    PreparationOptions options =
        PreparationOptions.of(corpus).withSeed(seed).withSplit(SplitMethod.of(split));
    if (!labels.isEmpty()) {
      options = options.withLabelMap(LabelMap.read(labels));
    }
    if (!emotions.isEmpty()) {
      options = options.withLabels(new LabelSet(emotions.stream().map(String::strip).toList()));
    }
    return allowCountMismatch ? options.allowingOtherCounts() : options;
  }

  /** By what a corpus may be divided. */
  static final class SplitMethods implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SplitMethod.values()).map(SplitMethod::id).iterator();
    }
  }
}
