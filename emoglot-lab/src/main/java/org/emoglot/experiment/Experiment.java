package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.emoglot.audio.AudioSource;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.feature.FeatureCache;
import org.emoglot.loop.Loop;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.AuditState;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.Plan;
import org.emoglot.run.RunFolder;
import org.emoglot.run.RunKind;
import org.emoglot.run.Stopwatch;
import org.emoglot.train.LeftOutLanguages;
import org.emoglot.train.Trainer;
import org.emoglot.train.TrainingListener;
import org.emoglot.train.TrainingResult;
import org.emoglot.unlabelled.SourceLogits;

/**
 * One run, from manifests and a backbone to a saved model and a result: plan, check of isolation,
 * training under audit, best weights, and only then the target.
 *
 * <p>The {@link RunFolder} holds {@code model/}, {@code predictions.csv} and {@code run.json} when
 * it is done. A killed run resumes from its checkpoint; a finished one is not repeated.
 */
public final class Experiment {

  public static final String MODEL_FOLDER = RunFolder.MODEL;

  private static final RunKind<RunRecord> KIND =
      new RunKind<>(
          "training",
          "the finished run of another task, configuration, backbone or seed, of other clips",
          RunRecord.FILE,
          RunRecord::read,
          RunRecord::fingerprint,
          List.of(
              PredictionTable.FILE,
              MODEL_FOLDER + "/config.json",
              MODEL_FOLDER + "/" + ModelFolder.PROVENANCE));

  private final ExperimentRequest request;
  private final AudioSource audio;
  private final FeatureCache features;
  private final ExperimentListener listener;
  private final Plan plan;
  private final IsolationCheck isolation;
  private final Stopwatch stopwatch = new Stopwatch();

  private Experiment(
      ExperimentRequest request,
      AudioSource audio,
      FeatureCache features,
      ExperimentListener listener) {
    this.request = request;
    this.audio = audio;
    this.features = features;
    this.listener = listener;
    this.plan =
        Plan.of(
            request.task(),
            request.system(),
            request.labels(),
            request.manifest(),
            request.shots(),
            request.seed());
    this.isolation = IsolationCheck.of(plan);
  }

  /** Runs it, keeping no features for other runs. */
  public static RunRecord run(
      ExperimentRequest request, AudioSource audio, ExperimentListener listener) {
    return run(request, audio, FeatureCache.NONE, listener);
  }

  /**
   * Runs it.
   *
   * @param audio where clips are read from; only what the plan names is read, and the target last
   * @param features where what is frozen is kept between runs; changes no result
   * @return the record that is also written to {@code run.json}
   * @throws org.emoglot.InvalidInputException if the request cannot be run
   * @throws org.emoglot.protocol.IsolationViolation if something of the target would be seen early
   */
  public static RunRecord run(
      ExperimentRequest request,
      AudioSource audio,
      FeatureCache features,
      ExperimentListener listener) {
    Experiment experiment = new Experiment(request, audio, features, listener);
    try (RunFolder<RunRecord> folder = RunFolder.take(request.out(), KIND)) {
      return experiment.run(folder);
    }
  }

  /**
   * The record of the run that was done in a folder, if one was and all its files are there.
   *
   * @throws org.emoglot.InvalidInputException if its record is damaged
   */
  public static Optional<RunRecord> finished(Path folder) {
    return RunFolder.finished(folder, KIND);
  }

  private RunRecord run(RunFolder<RunRecord> folder) {
    try (Provisioning provisioning = Provisioning.of(request, plan)) {
      String fingerprint = provisioning.fingerprint();
      Optional<RunRecord> finished =
          folder.finished(fingerprint, plan.utterances(), audio, listener::message);
      if (finished.isPresent()) {
        return finished.get();
      }
      Loop.requireResumable(folder.checkpoint(), fingerprint);
      folder.removeLeftovers();
      HeardCheck heard =
          HeardCheck.of(
              plan,
              provisioning.backbone().heard(),
              provisioning.backbone().heardClips(),
              request.allowHeard());
      AccessAudit audit =
          folder
              .audit(AuditState.class)
              .map(earlier -> AccessAudit.resuming(plan, earlier))
              .orElseGet(() -> AccessAudit.of(plan));
      EmotionNetwork network = provisioning.network();
      ClipStore clips =
          stopwatch.time(
              "preparation",
              () -> ClipPreparation.of(request, plan, network, audit, audio, features, listener));
      folder.keepAudit(audit.state());
      Calibrating calibrating = new Calibrating(plan, provisioning.training(clips), listener);
      Optional<LeftOutLanguages> leftOut =
          stopwatch.time("calibration", calibrating::leftOutLanguages); // before the last fit
      TrainingResult training =
          stopwatch.time("training", () -> train(provisioning, clips, audit, folder));
      SourceLogits source = SourceAnswers.of(plan, network, clips);
      stopwatch.time("training", () -> Trainer.refit(provisioning.training(clips)));
      network.setSource(TargetShots.learn(plan, network, clips, source));
      network.setConfidence(
          leftOut
              .map(found -> LeftOutResult.fit(plan.labels(), found))
              .orElseGet(calibrating::onValidationClips));
      HeardCheck.Opened opened =
          new HeardCheck.Opened(plan, provisioning.backbone().heardClips(), request.allowHeard());
      List<Prediction> predictions =
          stopwatch.time(
              "evaluation",
              () -> TargetEvaluation.of(plan, network, audit, opened.watching(audio), listener));
      UnlabelledTier unlabelled =
          AdaptedEvaluation.of(
              plan,
              predictions,
              new EmotionClassifier(new CommitteeScorer(network)),
              request.unlabelled(),
              request.seed());
      return new RunWriter(request, plan, provisioning, folder)
          .write(
              isolation,
              opened.after(heard),
              training,
              leftOut
                  .map(found -> LeftOutResult.of(plan.labels(), found))
                  .orElseGet(Collections::emptySortedMap),
              predictions,
              unlabelled,
              audit,
              stopwatch);
    }
  }

  private TrainingResult train(
      Provisioning provisioning, ClipStore clips, AccessAudit audit, RunFolder<?> folder) {
    TrainingListener keepAudit =
        new TrainingListener() {
          @Override
          public void beforeCheckpoint() {
            folder.keepAudit(audit.state());
          }
        };
    return Trainer.train(
        provisioning.training(clips), folder.checkpoint(), List.of(keepAudit, listener));
  }
}
