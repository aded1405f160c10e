package org.emoglot.experiment;

import java.util.List;
import org.emoglot.audio.AudioSource;
import org.emoglot.augment.Variants;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.PreparedClip;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.Phase;
import org.emoglot.protocol.Plan;

/** What of a plan's clips nothing trains: computed once, before training, under audit. */
final class ClipPreparation {

  private ClipPreparation() {}

  /**
   * Prepares the training clips and their changed copies, fits to them what is fitted before
   * training, and prepares the validation clips.
   *
   * @param features where what is frozen is kept between runs
   */
  static ClipStore of(
      ExperimentRequest request,
      Plan plan,
      EmotionNetwork network,
      AccessAudit audit,
      AudioSource audio,
      FeatureCache features,
      ExperimentListener listener) {
    ClipStore clips =
        new ClipStore(
            network.encoder(),
            network.views(),
            audit.auditing(audio),
            features,
            request.settings().features().precision());
    Variants variants = new Variants(request.settings().augmentation(), request.seed());
    clips.prepareForTraining("training clips", plan.training(), variants, listener);
    if (BuiltIn.isNamed(
        request.backbone())) { // another encoder was fitted to its own training clips
      network.encoder().fitTo(() -> frames(plan, clips));
    }
    audit.enter(Phase.VALIDATION);
    clips.prepare("validation clips", plan.validation(), listener);
    audit.enter(Phase.TRAINING);
    if (clips.found() > 0) {
      listener.message(
          "The features of %d of %d clips come from earlier runs."
              .formatted(clips.found(), clips.size()));
    }
    return clips;
  }

  /** What may be heard of the training clips, copies included. */
  private static List<float[]> frames(Plan plan, ClipStore clips) {
    return plan.training().stream()
        .flatMap(utterance -> clips.versionsOf(utterance).stream())
        .map(PreparedClip::copy)
        .toList();
  }
}
