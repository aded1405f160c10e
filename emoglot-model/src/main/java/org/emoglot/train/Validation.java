package org.emoglot.train;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.classifier.BatchedInference;
import org.emoglot.classifier.EmotionNetwork;
import org.emoglot.corpus.LabelSet;
import org.emoglot.corpus.Language;
import org.emoglot.corpus.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;

/** The mean over the training languages of the UAR on their validation utterances. */
final class Validation {

  private final LabelSet labels;
  private final List<Utterance> utterances;
  private final PreparedClips clips;
  private final BatchedInference inference;

  Validation(EmotionNetwork network, TrainingSet data, PreparedClips clips) {
    this.labels = data.labels();
    this.utterances = data.validation();
    this.clips = clips;
    this.inference = new BatchedInference(network);
  }

  /** UAR in [0, 1] of every language; an emotion without validation utterances is left out. */
  SortedMap<Language, Double> uarByLanguage() {
    List<BatchedInference.Answer> answers =
        inference.answer(utterances.stream().map(clips::of).toList());
    SortedMap<Language, Double> uar = new TreeMap<>();
    for (Language language : utterances.stream().map(Utterance::language).distinct().toList()) {
      int[] rows =
          java.util.stream.IntStream.range(0, utterances.size())
              .filter(i -> utterances.get(i).language().equals(language))
              .toArray();
      int[] truth =
          java.util.Arrays.stream(rows).map(i -> labels.index(utterances.get(i).label())).toArray();
      int[] predicted =
          java.util.Arrays.stream(rows).map(i -> argmax(answers.get(i).logits())).toArray();
      uar.put(
          language, Metrics.uar(ConfusionMatrix.of(labels, truth, predicted), AbsentClass.SKIP));
    }
    return uar;
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
