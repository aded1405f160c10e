package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.Gender;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.Settings;
import org.emoglot.experiment.UnlabelledTier;
import org.emoglot.io.Json;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Temperature;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.provenance.Provenance;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.train.TrainingResult;
import org.emoglot.train.ValidationReport;

/** Run folders as a training leaves them, with made-up answers to made-up clips. */
final class SyntheticRuns {

  /** A name that would be markup if a report did not escape it. */
  static final String BACKBONE = "<script>alert('x')</script>|&_";

  private static final LabelSet LABELS = LabelSet.FOUR;

  private SyntheticRuns() {}

  /** Sixty clips of two speakers; every fifth is a test clip. */
  static List<Utterance> utterances() {
    List<Utterance> utterances = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      utterances.add(
          new Utterance(
              "emodb/%02d".formatted(i),
              "emodb",
              Language.of("de"),
              i % 8 < 4 ? "anna" : "bert",
              LABELS.name(i % LABELS.size()),
              i % 5 == 0 ? Split.TEST : Split.TRAIN,
              Path.of("/clips/%02d.wav".formatted(i)),
              1,
              i % 8 < 4 ? Gender.FEMALE : Gender.MALE,
              ""));
    }
    return utterances;
  }

  /**
   * What a run is like.
   *
   * @param chance that an answer is right
   * @param settingsHash of the hyper-parameters
   * @param backbone its name
   * @param temperature that its probabilities were divided by
   * @param clips of {@link #utterances()} that it answers, from the first
   * @param shots labelled clips of each emotion of the target that it was trained on
   */
  record Spec(
      String task,
      String system,
      long seed,
      double chance,
      String settingsHash,
      String backbone,
      double temperature,
      int clips,
      int shots) {

    static Spec of(String task, String system, long seed, double chance) {
      return new Spec(task, system, seed, chance, "settings", BACKBONE, 1, utterances().size(), 0);
    }

    Spec withSettings(String hash) {
      return new Spec(task, system, seed, chance, hash, backbone, temperature, clips, shots);
    }

    Spec withBackbone(String name) {
      return new Spec(task, system, seed, chance, settingsHash, name, temperature, clips, shots);
    }

    Spec withTemperature(double value) {
      return new Spec(task, system, seed, chance, settingsHash, backbone, value, clips, shots);
    }

    Spec withShots(int k) {
      return new Spec(task, system, seed, chance, settingsHash, backbone, temperature, clips, k);
    }

    Spec withClips(int count) {
      return new Spec(
          task, system, seed, chance, settingsHash, backbone, temperature, count, shots);
    }
  }

  /** Which logit of an answer is how high: the chosen one 2, the others 0. */
  static double[] logits(int answer) {
    double[] logits = new double[LABELS.size()];
    logits[answer] = 2;
    return logits;
  }

  /** Writes a run and returns its answers. */
  static Answers write(Path folder, Spec spec) {
    List<Utterance> utterances = utterances().subList(0, spec.clips());
    SeededRandom random =
        SeededRandom.of(spec.seed(), spec.system().hashCode() + 31L * spec.task().hashCode());
    List<Prediction> predictions = new ArrayList<>();
    Temperature temperature = new Temperature(spec.temperature(), 0, 0);
    for (Utterance utterance : utterances) {
      int truth = LABELS.index(utterance.label());
      boolean right = random.nextDouble() < spec.chance();
      double[] p = temperature.probabilities(logits(right ? truth : (truth + 1) % LABELS.size()));
      List<Prediction.Score> scores = new ArrayList<>();
      for (int k = 0; k < LABELS.size(); k++) {
        scores.add(new Prediction.Score(LABELS.name(k), p[k]));
      }
      predictions.add(new Prediction(scores, false));
    }
    PredictionTable.write(folder.resolve(PredictionTable.FILE), LABELS, utterances, predictions);
    EvaluationResult result = EvaluationResult.of(LABELS, utterances, predictions);
    Json.write(folder.resolve(RunRecord.FILE), record(spec, Map.of(RunRecord.ALL, result)));
    return Answers.of(
        LABELS,
        utterances.stream().map(Utterance::id).toList(),
        utterances.stream().map(Utterance::label).toList(),
        predictions.stream().map(Prediction::label).toList());
  }

  private static RunRecord record(Spec spec, Map<String, EvaluationResult> results) {
    return new RunRecord(
        RunRecord.SCHEMA,
        "fingerprint",
        spec.task(),
        spec.system(),
        TrainingSystem.of(spec.system()).zeroShot(),
        new RunRecord.FewShot(spec.shots(), List.of()),
        new HeardCheck(HeardCheck.Mark.UNHEARD, List.of()),
        spec.seed(),
        "protocol of " + spec.task() + " " + spec.system(),
        spec.settingsHash(),
        Map.of("training", 100),
        Map.of("parameters", 1000L),
        results,
        Map.of(),
        new TrainingResult(
            200,
            200,
            0.6,
            false,
            List.of(
                new ValidationReport(100, 0.5, Map.of("en", 0.5), true, 1.5),
                new ValidationReport(200, 0.6, Map.of("en", 0.6), true, 1.2))),
        new Confidence(spec.temperature(), 0.3),
        Map.of(),
        new IsolationCheck(true, List.of()),
        new AuditRecord(
            true,
            160,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new AuditRecord.TargetOpens(60, 100, "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
            new AuditRecord.AudioOverlap(100, 60, List.of()),
            List.of(),
            "log"),
        Settings.with(
                AdaptationConfig.Kind.PEFT,
                spec.settingsHash().equals("settings") ? Map.of() : Map.of("training.steps", "7"))
            .acting(TrainingSystem.of(spec.system()), spec.backbone()),
        new BackboneOrigin(spec.backbone(), "", ""),
        Map.of("training", 1.0),
        new Provenance(
            "0.1.0",
            "abcdef",
            "17",
            "Linux",
            "amd64",
            2,
            "2026-01-01T00:00:00Z",
            spec.seed(),
            new TreeMap<>()),
        UnlabelledTier.NONE);
  }
}
