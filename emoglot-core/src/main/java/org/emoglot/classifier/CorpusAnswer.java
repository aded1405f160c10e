package org.emoglot.classifier;

import java.util.function.Supplier;

/**
 * The answer to a clip that has a label, and so is speech whatever the detector finds.
 *
 * @param prediction a label in any case, unless the clip holds no sample
 * @param speech whether the detector finds speech in it; else anybody who asks about the clip alone
 *     gets no label
 */
public record CorpusAnswer(Prediction prediction, boolean speech) {

  static CorpusAnswer of(boolean speech, Supplier<Prediction> prediction) {
    return new CorpusAnswer(prediction.get(), speech);
  }
}
