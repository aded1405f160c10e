package org.emoglot.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.protocol.Plan;
import org.emoglot.train.LeftOutLanguages;
import org.emoglot.train.TrainingConfig;
import org.emoglot.train.TrainingSet;
import org.emoglot.train.TrainingTask;

/** How far to trust a trained network, by its training and validation clips and no others. */
final class Calibrating {

  private final Plan plan;
  private final TrainingTask task;
  private final ExperimentListener listener;

  Calibrating(Plan plan, TrainingTask task, ExperimentListener listener) {
    this.plan = plan;
    this.task = task;
    this.listener = listener;
  }

  /**
   * What the head says of each language if it is fitted without it: each training language but the
   * target, whose shots are learned from in any case. The network is to be trained afterwards.
   *
   * @return nothing where that is not possible: see {@link LeftOutLanguages#of}
   */
  Optional<LeftOutLanguages> leftOutLanguages() {
    return LeftOutLanguages.of(task, besideTarget(plan), listener::leftOut);
  }

  /**
   * Makes sure that something is left to calibrate a model by that learns from its validation clips
   * as well.
   *
   * @throws InvalidInputException if no language can be left out
   */
  static void requireSource(Plan plan, TrainingSet data, TrainingConfig config) {
    if (config.refit() && LeftOutLanguages.among(data, besideTarget(plan)).isEmpty()) {
      throw new InvalidInputException(
          "Expected two or more training languages that can be left out for training.refit, found %s: nothing else could calibrate the model; choose training.refit=false."
              .formatted(
                  besideTarget(plan).stream()
                      .map(Language::code)
                      .collect(Collectors.joining(", "))));
    }
  }

  private static List<Language> besideTarget(Plan plan) {
    return plan.languages().stream()
        .filter(language -> plan.task().target().stream().noneMatch(language::equals))
        .toList();
  }

  /** By the answers of the trained network to the validation clips of the training languages. */
  Confidence onValidationClips() {
    List<Utterance> clips = plan.validation();
    return ConfidenceFit.onValidationClips(
        new BatchedInference(task.network())
            .answerViews(clips.stream().map(task.clips()::viewsOf).toList()).stream()
                .map(BatchedInference.Answer::logits)
                .toList(),
        truth(clips),
        languages(clips));
  }

  private int[] truth(List<Utterance> clips) {
    return clips.stream().mapToInt(clip -> plan.labels().index(clip.label())).toArray();
  }

  private static List<Language> languages(List<Utterance> clips) {
    return clips.stream().map(Utterance::language).toList();
  }
}
