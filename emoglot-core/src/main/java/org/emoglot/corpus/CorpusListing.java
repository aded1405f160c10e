package org.emoglot.corpus;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a reader found below a corpus's root.
 *
 * @param clips recognised clips, sorted by key; keys are distinct
 * @param leftOut audio files that are no clip of the corpus, and clips without audio, with the
 *     reason
 * @param otherFiles how many files were passed over because they are not audio
 */
public record CorpusListing(List<CorpusClip> clips, List<LeftOut> leftOut, int otherFiles) {

  public CorpusListing {
    clips = List.copyOf(clips);
    leftOut = List.copyOf(leftOut);
  }

  /** The same with other clips, such as with what a table tells beside their names. */
  public CorpusListing with(UnaryOperator<CorpusClip> change) {
    return new CorpusListing(clips.stream().map(change).toList(), leftOut, otherFiles);
  }
}
