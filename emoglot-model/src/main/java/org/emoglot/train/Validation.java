package org.emoglot.train;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.network.EmotionNetwork;

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

  /**
   * Validates.
   *
   * @param step steps done
   * @param trainingLoss mean objective since the last validation
   * @param before earlier validations of the same training
   */
  ValidationReport report(long step, double trainingLoss, List<ValidationReport> before) {
    SortedMap<Language, Double> uar = uarByLanguage();
    double mean = LanguageUar.mean(uar);
    SortedMap<String, Double> byCode = new TreeMap<>();
    uar.forEach((language, value) -> byCode.put(language.code(), value));
    // Of equal scores the first counts.
    boolean best = before.stream().noneMatch(earlier -> earlier.best() && earlier.uar() >= mean);
    return new ValidationReport(
        step, mean, byCode, best && mean > Double.NEGATIVE_INFINITY, trainingLoss);
  }

  /** UAR in [0, 1] of every language; an emotion without validation utterances is left out. */
  SortedMap<Language, Double> uarByLanguage() {
    return LanguageUar.of(
        labels,
        utterances,
        inference.answerViews(utterances.stream().map(clips::viewsOf).toList()).stream()
            .map(BatchedInference.Answer::logits)
            .toList());
  }
}
