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
   * @param source how it answers its training languages before
   * @return what a sample of the target is compared with afterwards
   */
  static SourceLogits learn(
      Plan plan, EmotionNetwork network, PreparedClips clips, SourceLogits source) {
    List<Utterance> shots = plan.shots().utterances();
    if (shots.isEmpty()) {
      return source;
    }
    int[] labels = shots.stream().mapToInt(shot -> plan.labels().index(shot.label())).toArray();
    ShotHead.fit(network, answers(network, shots, clips), labels, source);
    return source.withShots(shots.size());
  }

  private static List<Answer> answers(
      EmotionNetwork network, List<Utterance> shots, PreparedClips clips) {
    return new BatchedInference(network).answerViews(shots.stream().map(clips::viewsOf).toList());
  }
}
