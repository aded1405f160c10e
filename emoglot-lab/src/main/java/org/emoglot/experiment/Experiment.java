package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.augment.Variants;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Utterance;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.PreparedClip;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.Sha256;
import org.emoglot.loss.Objective;
import org.emoglot.loss.SpeakerAdversary;
import org.emoglot.network.Backbone;
import org.emoglot.network.BatchedInference;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.protocol.AuditState;
import org.emoglot.protocol.Heard;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.protocol.Phase;
import org.emoglot.protocol.Plan;
import org.emoglot.protocol.Stage;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.provenance.Provenance;
import org.emoglot.run.RunFolder;
import org.emoglot.run.RunKind;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.sampling.HierarchicalSampler;
import org.emoglot.sampling.RandomSampler;
import org.emoglot.tensor.Parameters;
import org.emoglot.train.Trainer;
import org.emoglot.train.TrainingListener;
import org.emoglot.train.TrainingResult;
import org.emoglot.train.TrainingSet;
import org.emoglot.train.TrainingTask;
import org.emoglot.train.ValidationReport;

/**
 * One run, from manifests and a backbone to a saved model and a result: plan, check of isolation,
 * training under audit, best weights, and only then the target.
 *
 * <p>The {@link RunFolder} holds {@code model/}, {@code predictions.csv} and {@code run.json} when
 * it is done. A run that was killed goes on from its checkpoint; one that is done is not repeated.
 */
public final class Experiment {

  public static final String MODEL_FOLDER = RunFolder.MODEL;

  private static final RunKind<RunRecord> KIND =
      new RunKind<>(
          "training",
          "the finished run of another task",
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
  private final Map<String, Double> seconds = new LinkedHashMap<>();

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
   * @throws InvalidInputException if the request cannot be run
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
   * @throws InvalidInputException if its record is damaged
   */
  public static Optional<RunRecord> finished(Path folder) {
    return RunFolder.finished(folder, KIND);
  }

  private RunRecord run(RunFolder<RunRecord> folder) {
    try (Provisions provisions = provisions()) {
      String fingerprint = fingerprint(provisions.backbone());
      Optional<RunRecord> finished =
          folder.finished(fingerprint, clips(), audio, listener::message);
      if (finished.isPresent()) {
        return finished.get();
      }
      Trainer.requireResumable(folder.checkpoint(), fingerprint);
      folder.removeLeftovers();
      HeardCheck heard =
          HeardCheck.of(
              plan,
              provisions.backbone().heard(),
              provisions.backbone().heardClips(),
              request.allowHeard());
      AccessAudit audit =
          folder
              .audit(AuditState.class)
              .map(earlier -> AccessAudit.resuming(plan, earlier))
              .orElseGet(() -> AccessAudit.of(plan));
      ClipStore clips =
          new ClipStore(
              provisions.network().encoder(),
              audit.auditing(audio),
              features,
              request.settings().features().precision());
      timed("preparation", () -> prepare(provisions, audit, clips));
      folder.keepAudit(audit.state());
      TrainingResult training =
          timed("training", () -> train(provisions, clips, audit, fingerprint, folder));
      provisions.network().setConfidence(confidence(provisions.network(), clips));
      audit.enter(Phase.FINAL_EVALUATION);
      List<Prediction> predictions =
          timed("evaluation", () -> predict(provisions.network(), audit.auditing(audio)));
      requireUnheard(audit.record());
      RunRecord record =
          record(provisions, fingerprint, heard, training, predictions, audit.record());
      save(
          provisions,
          record,
          predictions,
          provisions.backbone().heardClips().and(audit.heard()),
          folder);
      folder.finish(record, clips(), audit.state().samples());
      return record;
    }
  }

  /** What training works on; closed together. */
  private record Provisions(Backbone backbone, EmotionNetwork network, Parameters lossParameters)
      implements AutoCloseable {
    @Override
    public void close() {
      network.close();
      lossParameters.close();
    }
  }

  private Provisions provisions() {
    Settings settings = request.settings();
    Backbone backbone =
        BuiltIn.named(request.backbone())
            .map(one -> Backbone.fresh(one.id(), one.layout(settings), request.seed()))
            .orElseGet(() -> Backbone.open(Path.of(request.backbone())));
    EmotionNetwork network =
        EmotionNetwork.fresh(
            request.labels(), settings.adaptation(), backbone.weights(), request.seed());
    network.setPrecision(settings.precision()); // before anything is computed or kept
    return new Provisions(backbone, network, Parameters.seeded(request.seed()));
  }

  /**
   * Of everything that decides the result: what a checkpoint and a finished run must agree with.
   */
  private String fingerprint(Backbone backbone) {
    return Sha256.of(
        String.join(
            "\n",
            plan.hash(),
            request.settings().hash(),
            backbone.origin().name(),
            backbone.origin().sha256(),
            String.valueOf(request.seed())));
  }

  /** Every clip that the run reads. */
  private List<Utterance> clips() {
    return Arrays.stream(Stage.values()).flatMap(stage -> plan.of(stage).stream()).toList();
  }

  private boolean prepare(Provisions provisions, AccessAudit audit, ClipStore clips) {
    Variants variants = new Variants(request.settings().augmentation(), request.seed());
    clips.prepareForTraining("training clips", plan.training(), variants, listener);
    if (BuiltIn.isNamed(request.backbone())) { // another has been fitted to what it has heard
      provisions.network().encoder().fitTo(() -> frames(clips));
    }
    audit.enter(Phase.VALIDATION);
    clips.prepare("validation clips", plan.validation(), listener);
    audit.enter(Phase.TRAINING);
    if (clips.found() > 0) {
      listener.message(
          "The features of %d of %d clips were there from earlier runs."
              .formatted(clips.found(), clips.size()));
    }
    return true;
  }

  /** What may be heard of the training clips, copies included. */
  private List<float[]> frames(ClipStore clips) {
    return plan.training().stream()
        .flatMap(utterance -> clips.versionsOf(utterance).stream())
        .map(PreparedClip::copy)
        .toList();
  }

  private TrainingResult train(
      Provisions provisions,
      ClipStore clips,
      AccessAudit audit,
      String fingerprint,
      RunFolder<RunRecord> folder) {
    TrainingTask task =
        new TrainingTask(
            provisions.network(),
            objective(provisions.lossParameters(), provisions.network().encoder().config().width()),
            provisions.lossParameters(),
            new TrainingSet(plan.labels(), plan.training(), plan.validation()),
            clips,
            sampler(),
            request.settings().training(),
            request.seed(),
            fingerprint);
    TrainingListener keepAudit =
        new TrainingListener() {
          @Override
          public void afterValidation(ValidationReport report) {
            folder.keepAudit(audit.state());
          }
        };
    return Trainer.train(task, folder.checkpoint(), List.of(keepAudit, listener));
  }

  private Objective objective(Parameters lossParameters, int width) {
    TrainingSystem system = request.system();
    Settings settings = request.settings();
    Objective objective = Objective.crossEntropy(settings.loss());
    if (system.contrastive()) {
      objective = objective.withContrastive();
    }
    if (system.adversarial()) {
      SpeakerAdversary adversary =
          new SpeakerAdversary(
              lossParameters, width, plan.speakers().size(), settings.loss().speakerDropout());
      lossParameters.setTrainable(true);
      objective = objective.withAdversary(adversary);
    }
    return objective;
  }

  private BatchSampler sampler() {
    return switch (request.system().batches()) {
      case RANDOM ->
          new RandomSampler(plan.training(), request.settings().batchSize(), request.seed());
      case HIERARCHICAL ->
          new HierarchicalSampler(plan.training(), request.settings().batches(), request.seed());
    };
  }

  /**
   * From the validation clips, which are of the training languages, as the best weights hear them.
   */
  private Confidence confidence(EmotionNetwork network, ClipStore clips) {
    List<Utterance> validation = plan.validation();
    return Confidence.fit(
        new BatchedInference(network)
            .answer(validation.stream().map(clips::of).toList()).stream()
                .map(BatchedInference.Answer::logits)
                .toList(),
        validation.stream().mapToInt(clip -> plan.labels().index(clip.label())).toArray());
  }

  private List<Prediction> predict(EmotionNetwork network, AudioSource source) {
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

  private RunRecord record(
      Provisions provisions,
      String fingerprint,
      HeardCheck heard,
      TrainingResult training,
      List<Prediction> predictions,
      AuditRecord audit) {
    Map<String, Long> network = new LinkedHashMap<>();
    network.put("parameters", EmotionNetwork.count(provisions.network().parameters()));
    network.put("trained", EmotionNetwork.count(provisions.network().trainable()));
    return new RunRecord(
        RunRecord.SCHEMA,
        fingerprint,
        request.task().id(),
        request.system().id(),
        plan.zeroShot(),
        new RunRecord.FewShot(plan.shots().perEmotion(), plan.shots().ids()),
        heard,
        request.seed(),
        plan.hash(),
        request.settings().hash(),
        RunRecord.counts(plan),
        network,
        TargetResults.bySet(plan, predictions),
        TargetResults.byCorpus(plan, predictions),
        training,
        provisions.network().confidence(),
        isolation,
        audit,
        request.settings(),
        provisions.backbone().origin(),
        seconds,
        Provenance.capture(
            Path.of(System.getProperty("emoglot.home", "")),
            request.seed(),
            request.manifestFingerprints()));
  }

  /**
   * A clip of the target under another name among the training clips would be heard all the same.
   */
  private void requireUnheard(AuditRecord record) {
    List<String> copies = new ArrayList<>(record.audio().identical());
    copies.addAll(record.audio().copies());
    if (plan.transfers() && !copies.isEmpty()) {
      throw new IsolationViolation(
          "Expected no audio of the target in training or validation of %s, found %d copies (%s): take them out of the manifests."
              .formatted(request.task(), copies.size(), copies.get(0)));
    }
  }

  private void save(
      Provisions provisions,
      RunRecord record,
      List<Prediction> predictions,
      HeardClips heard,
      RunFolder<RunRecord> folder) {
    PredictionTable.write(
        folder.file(PredictionTable.FILE), plan.labels(), plan.evaluation(), predictions);
    ModelFolder.save(
        provisions.network(),
        new ModelFolder.Description(
            provisions.backbone().origin(),
            provisions.backbone().heard(),
            trainedOn(),
            ModelCard.of(plan, record),
            record,
            heard),
        folder.file(MODEL_FOLDER));
  }

  private List<Heard> trainedOn() {
    return plan.training().stream()
        .map(utterance -> new Heard(utterance.corpus(), utterance.language(), true))
        .distinct()
        .toList();
  }

  private <R> R timed(String phase, Supplier<R> work) {
    long start = System.nanoTime();
    R result = work.get();
    seconds.put(phase, (System.nanoTime() - start) / 1e9);
    return result;
  }
}
