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
   * What is done to every clip of the corpus before it is heard, in preparation, training and
   * evaluation alike: the manifest says it of each clip. Nothing, unless the way in which the
   * corpus was recorded or cut tells its labels.
   */
  default Conditioning conditioning() {
    return Conditioning.NONE;
  }

  /**
   * Clips that the corpus's tables name but of which it holds no usable audio, with their parts:
   * the counts that a paper took from the tables hold without them.
   */
  default Map<String, Split> knownGaps() {
    return Map.of();
  }
}
