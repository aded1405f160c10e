package org.emoglot.train;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;

/** The UAR of every language by itself, so that one with many clips does not outweigh others. */
public final class LanguageUar {

  private LanguageUar() {}

  /**
   * UAR in [0, 1], without emotions that have no clip in a language.
   *
   * @param utterances N clips with their languages and labels
   * @param logits of each, (K)
   */
  public static SortedMap<Language, Double> of(
      LabelSet labels, List<Utterance> utterances, List<float[]> logits) {
    SortedMap<Language, Double> uar = new TreeMap<>();
    for (Language language : utterances.stream().map(Utterance::language).distinct().toList()) {
      int[] rows =
          IntStream.range(0, utterances.size())
              .filter(i -> utterances.get(i).language().equals(language))
              .toArray();
      int[] truth = IntStream.of(rows).map(i -> labels.index(utterances.get(i).label())).toArray();
      int[] predicted = IntStream.of(rows).map(i -> argmax(logits.get(i))).toArray();
      uar.put(
          language, Metrics.uar(ConfusionMatrix.of(labels, truth, predicted), AbsentClass.SKIP));
    }
    return uar;
  }

  /** The mean over the languages; NaN for none. */
  public static double mean(SortedMap<?, Double> uarByLanguage) {
    return uarByLanguage.values().stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
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
