package org.emoglot.corpus;

import java.nio.file.Path;
import java.util.Map;
import org.emoglot.audio.Conditioning;
import org.emoglot.data.Split;

/** Knows how one corpus lies on a disk. Reads names and tables, never audio. */
public interface CorpusReader {

  /** How the clips are named, for messages: {@code wav/SSTTTEV}. */
  String naming();

  /** Emotion of every label that the corpus uses. */
  LabelMap labels();

  /**
   * Lists the clips below a folder.
   *
   * @param root the corpus's folder
   * @throws org.emoglot.InvalidInputException if it is not a folder
   */
  CorpusListing read(Path root);

  /**
   * How every clip of the corpus is changed before use, in preparation, training and evaluation
   * alike; the manifest repeats it for each clip. Nothing, unless recording or cutting of the
   * corpus reveals its labels.
   */
  default Conditioning conditioning() {
    return Conditioning.NONE;
  }

  /**
   * Clips in the tables of the corpus without usable audio, with their parts: the counts of a
   * paper, taken from the tables, may lack them.
   */
  default Map<String, Split> knownGaps() {
    return Map.of();
  }
}
