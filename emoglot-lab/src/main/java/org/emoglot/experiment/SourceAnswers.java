package org.emoglot.experiment;

import java.util.List;
import java.util.stream.Stream;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.Plan;
import org.emoglot.train.PreparedClips;
import org.emoglot.unlabelled.SourceLogits;

/**
 * How a trained network answers its training languages: by their validation clips, which its head
 * was not fitted to; where these are too few to tell, by the training clips as well.
 */
final class SourceAnswers {

  private SourceAnswers() {}

  /** Asks it; nothing of the target is among the clips. */
  static SourceLogits of(Plan plan, EmotionNetwork network, PreparedClips clips) {
    SourceLogits found = of(plan.validation(), plan, network, clips);
    return found.isUnknown()
        ? of(
            Stream.concat(plan.validation().stream(), plan.trainingBesideShots().stream()).toList(),
            plan,
            network,
            clips)
        : found;
  }

  private static SourceLogits of(
      List<Utterance> heard, Plan plan, EmotionNetwork network, PreparedClips clips) {
    return SourceLogits.of(
        new BatchedInference(network)
            .answerViews(heard.stream().map(clips::viewsOf).toList()).stream()
                .map(BatchedInference.Answer::logits)
                .toList(),
        heard.stream().mapToInt(clip -> plan.labels().index(clip.label())).toArray(),
        heard.stream().map(Utterance::corpus).toList());
  }
}
