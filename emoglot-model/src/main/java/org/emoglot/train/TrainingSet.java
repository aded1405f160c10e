package org.emoglot.train;

import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.loss.Targets;
import org.emoglot.loss.TrainingCounts;

/** What training may see, and how names become indices. */
public final class TrainingSet {

  private final LabelSet labels;
  private final List<Utterance> training;
  private final List<Utterance> validation;
  private final List<Language> languages;
  private final List<String> speakers;

  /**
   * Takes note of the data.
   *
   * @param labels emotions, in the order of the logits
   * @param training utterances to learn from
   * @param validation utterances that select the best weights
   * @throws InvalidInputException if there are none to train or none to validate on
   */
  public TrainingSet(LabelSet labels, List<Utterance> training, List<Utterance> validation) {
    if (training.isEmpty() || validation.isEmpty()) {
      throw new InvalidInputException(
          "Expected training and validation utterances, found %d and %d: check the splits in the manifests."
              .formatted(training.size(), validation.size()));
    }
    this.labels = labels;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
    this.languages = training.stream().map(Utterance::language).distinct().sorted().toList();
    this.speakers = training.stream().map(Utterance::globalSpeaker).distinct().sorted().toList();
  }

  public LabelSet labels() {
    return labels;
  }

  public List<Utterance> training() {
    return training;
  }

  public List<Utterance> validation() {
    return validation;
  }

  /** The training utterances, then those for validation. */
  List<Utterance> all() {
    return Stream.concat(training.stream(), validation.stream()).toList();
  }

  /** Languages of the training utterances, sorted. */
  public List<Language> languages() {
    return languages;
  }

  /** Speakers of the training utterances, unique over corpora, sorted. */
  public List<String> speakers() {
    return speakers;
  }

  /**
   * What the terms of an objective may know before training.
   *
   * @param width of the embeddings
   */
  public TrainingCounts counts(int width) {
    return new TrainingCounts(
        width,
        speakers.size(),
        labels.names().stream()
            .map(label -> training.stream().filter(u -> u.label().equals(label)).count())
            .toList());
  }

  /** The targets of a batch of training utterances. */
  Targets targets(List<Utterance> batch) {
    return new Targets(
        batch.stream().mapToInt(utterance -> labels.index(utterance.label())).toArray(),
        batch.stream().mapToInt(utterance -> languages.indexOf(utterance.language())).toArray(),
        batch.stream()
            .mapToInt(utterance -> speakers.indexOf(utterance.globalSpeaker()))
            .toArray());
  }
}
