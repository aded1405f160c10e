package org.emoglot.train;

import java.util.List;
import org.emoglot.corpus.LabelSet;
import org.emoglot.corpus.Language;
import org.emoglot.corpus.Utterance;
import org.emoglot.loss.Objective;

/**
 * What training may see, and how names become indices.
 *
 * @param labels emotions, in the order of the logits
 * @param training utterances to learn from
 * @param validation utterances that select the best weights
 */
public record TrainingSet(LabelSet labels, List<Utterance> training, List<Utterance> validation) {

  public TrainingSet {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    if (training.isEmpty() || validation.isEmpty()) {
      throw new org.emoglot.InvalidInputException(
          "Expected utterances to train and to validate on, found %d and %d: check the splits in the manifests."
              .formatted(training.size(), validation.size()));
    }
  }

  /** Languages of the training utterances, sorted. */
  public List<Language> languages() {
    return training.stream().map(Utterance::language).distinct().sorted().toList();
  }

  /** Speakers of the training utterances, unique over corpora, sorted. */
  public List<String> speakers() {
    return training.stream().map(Utterance::globalSpeaker).distinct().sorted().toList();
  }

  /** The targets of a batch of training utterances. */
  Objective.Targets targets(List<Utterance> batch) {
    List<Language> languages = languages();
    List<String> speakers = speakers();
    return new Objective.Targets(
        batch.stream().mapToInt(utterance -> labels.index(utterance.label())).toArray(),
        batch.stream().mapToInt(utterance -> languages.indexOf(utterance.language())).toArray(),
        batch.stream()
            .mapToInt(utterance -> speakers.indexOf(utterance.globalSpeaker()))
            .toArray());
  }
}
