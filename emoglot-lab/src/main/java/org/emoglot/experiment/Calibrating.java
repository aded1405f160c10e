package org.emoglot.experiment;

import java.util.List;
import java.util.Optional;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.protocol.Plan;
import org.emoglot.train.LeftOutLanguages;
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
    List<Language> languages =
        plan.languages().stream()
            .filter(language -> plan.task().target().stream().noneMatch(language::equals))
            .toList();
    return LeftOutLanguages.of(task, languages, listener::leftOut);
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
