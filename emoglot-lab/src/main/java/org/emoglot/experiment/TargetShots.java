package org.emoglot.experiment;

import java.util.List;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.network.BatchedInference.Answer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.Plan;
import org.emoglot.train.PreparedClips;
import org.emoglot.train.ShotHead;
import org.emoglot.unlabelled.SourceLogits;

/** What a trained network learns from the shots of its plan in the end, if there are any. */
final class TargetShots {

  private TargetShots() {}

  /**
   * Fits its head to them.
   *
   * @return how it answers its training languages then, and the target as far as the shots tell
   */
  static SourceLogits learn(Plan plan, EmotionNetwork network, PreparedClips clips) {
    List<Utterance> shots = plan.shots().utterances();
    if (shots.isEmpty()) {
      return SourceAnswers.of(plan, network, clips);
    }
    int[] labels = shots.stream().mapToInt(shot -> plan.labels().index(shot.label())).toArray();
    ShotHead.fit(network, answers(network, shots, clips), labels);
    SourceLogits after = SourceAnswers.of(plan, network, clips);
    return after.isUnknown()
        ? after
        : after.about(answers(network, shots, clips).stream().map(Answer::logits).toList(), labels);
  }

  private static List<Answer> answers(
      EmotionNetwork network, List<Utterance> shots, PreparedClips clips) {
    return new BatchedInference(network).answerViews(shots.stream().map(clips::viewsOf).toList());
  }
}
