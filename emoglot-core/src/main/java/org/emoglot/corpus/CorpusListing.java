package org.emoglot.corpus;

import java.util.List;

/**
 * What a reader found below a corpus's root.
 *
 * @param clips recognised clips, sorted by key; keys are distinct
 * @param leftOut audio files that are no clip of the corpus, with the reason
 * @param otherFiles how many files were passed over because they are not audio
 */
public record CorpusListing(List<CorpusClip> clips, List<LeftOut> leftOut, int otherFiles) {

  public CorpusListing {
    clips = List.copyOf(clips);
    leftOut = List.copyOf(leftOut);
  }
}
