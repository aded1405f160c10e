package org.emoglot.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * Rows as if of the paper's five corpora, of their sizes, without any audio. The training speakers
 * follow from its table 1 and the corpora's own numbers of speakers: EMO-DB and Mandarin ESD have
 * 10, CaFE 12, so that 288 for German (MELD + ESD + CaFE + URDU) and for Mandarin (MELD + EMO-DB +
 * CaFE + URDU) and 286 for French (MELD + ESD + EMO-DB + URDU) all say that MELD and URDU together
 * have 266. Which part is whose the table does not say; 249 and 17 is one division.
 */
final class PaperCorpora {

  private PaperCorpora() {}

  static Manifest manifest() {
    List<Utterance> all = new ArrayList<>();
    all.addAll(corpus(Corpus.MELD, 249));
    all.addAll(corpus(Corpus.ESD_ZH, 10));
    all.addAll(corpus(Corpus.EMODB, 10));
    all.addAll(corpus(Corpus.CAFE, 12));
    all.addAll(corpus(Corpus.URDU, 17));
    return new Manifest(all);
  }

  /** Every size of a corpus's rule; speakers and emotions in turn. */
  private static List<Utterance> corpus(Corpus corpus, int speakers) {
    List<Utterance> utterances = new ArrayList<>();
    for (Split split : Split.values()) {
      for (int i = 0; i < (int) corpus.splitRule().weight(split); i++) {
        String key = split.id() + "_" + i;
        utterances.add(
            new Utterance(
                corpus.id() + "/" + key,
                corpus.id(),
                corpus.language(),
                "s" + i % speakers,
                LabelSet.FOUR.name(i % LabelSet.FOUR.size()),
                split,
                Path.of("/nowhere", corpus.id(), key + ".wav"),
                1));
      }
    }
    return utterances;
  }
}
