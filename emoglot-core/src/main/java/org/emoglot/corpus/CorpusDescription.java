package org.emoglot.corpus;

import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;

/**
 * What a preparation must know of a corpus.
 *
 * @param id as it stands in manifests, and before the slash of every utterance's id
 * @param language what is spoken
 * @param reader how it lies on a disk
 * @param splitRule how it is divided; where it is given in counts, these are the paper's, and
 *     another number of utterances is refused
 */
public record CorpusDescription(
    String id, Language language, CorpusReader reader, SplitRule splitRule) {

  public CorpusDescription {
    if (!id.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new InvalidInputException(
          "Expected a corpus's name of lower-case letters, digits and hyphens, such as my-corpus, found"
              + " '%s'.".formatted(id));
    }
  }
}
