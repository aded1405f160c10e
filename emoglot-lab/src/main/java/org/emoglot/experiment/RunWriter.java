package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Utterance;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.Plan;
import org.emoglot.provenance.Provenance;
import org.emoglot.run.RunFolder;
import org.emoglot.run.Stopwatch;
import org.emoglot.train.TrainingResult;

/** Writes what a run leaves: predictions, model, and the record of everything. */
final class RunWriter {

  private final ExperimentRequest request;
  private final Plan plan;
  private final Provisioning provisioning;
  private final RunFolder<RunRecord> folder;

  RunWriter(
      ExperimentRequest request,
      Plan plan,
      Provisioning provisioning,
      RunFolder<RunRecord> folder) {
    this.request = request;
    this.plan = plan;
    this.provisioning = provisioning;
    this.folder = folder;
  }

  /** Writes it; the record comes last: if it exists, everything does. */
  RunRecord write(
      IsolationCheck isolation,
      HeardCheck heard,
      TrainingResult training,
      SortedMap<String, LeftOutResult> leftOut,
      List<Prediction> predictions,
      UnlabelledTier unlabelled,
      AccessAudit audit,
      Stopwatch stopwatch) {
    RunRecord record =
        new RunRecord(
            RunRecord.SCHEMA,
            provisioning.fingerprint(),
            request.task().id(),
            request.system().id(),
            plan.zeroShot(),
            new RunRecord.FewShot(plan.shots().perEmotion(), plan.shots().ids()),
            heard,
            request.seed(),
            plan.hash(),
            request.acting().hash(),
            RunRecord.counts(plan, learned()),
            provisioning.counts(),
            TargetResults.bySet(plan, predictions),
            TargetResults.byCorpus(plan, predictions),
            training,
            provisioning.network().confidence(),
            leftOut,
            isolation,
            audit.record(),
            request.acting(),
            provisioning.backbone().origin(),
            stopwatch.seconds(),
            Provenance.capture(
                Path.of(System.getProperty("emoglot.home", "")),
                request.seed(),
                request.manifestFingerprints()),
            unlabelled);
    PredictionTable.write(
        folder.file(PredictionTable.FILE), plan.labels(), plan.evaluation(), predictions);
    ModelFolder.save(
        provisioning.network(),
        new ModelFolder.Description(
            provisioning.backbone().origin(),
            provisioning.backbone().heard(),
            trainedOn(),
            ModelCard.of(plan, record),
            record,
            provisioning.backbone().heardClips().and(audit.heard())),
        folder.file(RunFolder.MODEL));
    folder.finish(record, plan.utterances(), audit.state().samples());
    return record;
  }

  private List<Utterance> learned() {
    return request.settings().training().learned(plan.training(), plan.validation());
  }

  private List<HeardCorpus> trainedOn() {
    return learned().stream()
        .map(utterance -> new HeardCorpus(utterance.corpus(), utterance.language(), true))
        .distinct()
        .toList();
  }
}
