package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Utterance;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.protocol.Phase;
import org.emoglot.protocol.Plan;

/** The end of a run: the target is opened for the first time, and answered. */
final class TargetEvaluation {

  private TargetEvaluation() {}

  /**
   * Answers the target's clips.
   *
   * @return the predictions, in the plan's order
   * @throws IsolationViolation if one of them was among the training clips under another name
   */
  static List<Prediction> of(
      Plan plan,
      EmotionNetwork network,
      AccessAudit audit,
      AudioSource audio,
      ExperimentListener listener) {
    audit.enter(Phase.FINAL_EVALUATION);
    List<Prediction> predictions = predict(plan, network, audit.auditing(audio), listener);
    requireUnheard(plan, audit.record().audio());
    return predictions;
  }

  private static List<Prediction> predict(
      Plan plan, EmotionNetwork network, AudioSource source, ExperimentListener listener) {
    List<ClipAudio> clips = plan.evaluation().stream().map(Utterance::audio).toList();
    List<Prediction> predictions = new ArrayList<>();
    ClipStream.Listener<Prediction> collector =
        new ClipStream.Listener<>() {
          @Override
          public void predicted(Path file, Prediction prediction) {
            predictions.add(prediction);
            listener.progress("target clips", predictions.size(), clips.size());
          }

          @Override
          public void failed(Path file, InvalidInputException why) {
            throw why;
          }
        };
    EmotionClassifier classifier = new EmotionClassifier(new CommitteeScorer(network));
    ClipStream.ask(classifier::predictSpeech, source, clips, collector);
    return predictions;
  }

  /** Training may have used a clip of the target under another name. */
  private static void requireUnheard(Plan plan, AuditRecord.AudioOverlap audio) {
    List<String> copies = new ArrayList<>(audio.identical());
    copies.addAll(audio.copies());
    if (plan.transfers() && !copies.isEmpty()) {
      throw new IsolationViolation(
          "Expected no audio of the target in training or validation of %s, found %d copies (%s): remove them from the manifests."
              .formatted(plan.task(), copies.size(), copies.get(0)));
    }
  }
}
