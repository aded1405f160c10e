package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.CalibrationSource;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.Plan;
import org.emoglot.provenance.Provenance;
import org.emoglot.train.TrainingResult;

/**
 * All that is known of a finished run; the content of run.json.
 *
 * @param schema of this record: 1 for versions whose hashes did not cover speakers, languages and
 *     samples
 * @param fingerprint of everything that decides the result; another run has another
 * @param task source and target, such as {@code EN-DE}
 * @param system id of the training system
 * @param zeroShot whether training saw nothing of the target; {@code heard} describes the backbone
 * @param fewShot what of the target training was permitted to learn from; nothing where it is
 *     zero-shot, and nothing but its whole training split in an upper bound, which has no shots
 * @param heard what the backbone had heard of the target
 * @param seed of everything random
 * @param protocolHash of the utterances in every stage
 * @param settingsHash of the hyper-parameters that act
 * @param data number of utterances by stage, of the shots among those of training, and of speakers
 *     and languages in training; with {@code training.refit}, validation clips are among those of
 *     training
 * @param network parameters in total, and the trained ones
 * @param results by set: {@code all} (the whole target corpus), {@code held-out} (what of it lies
 *     outside its training split) and {@code test} (its test split)
 * @param corpora the widest of these sets by corpus, such as {@code emodb}
 * @param training how the training went
 * @param confidence how far the model's answers are to be trusted, from training and validation
 *     clips
 * @param leftOut what heads that were fitted without a training language said of it, by the code of
 *     the language; nothing where no language was left out
 * @param isolation what was compared before the run
 * @param audit every access to audio
 * @param settings the hyper-parameters that act
 * @param backbone where the encoder came from
 * @param seconds wall-clock time by phase; of this process, where a run was resumed
 * @param provenance versions, machine, commit, inputs
 * @param unlabelled what the model reaches once it is adapted to clips of the target without labels
 */
public record RunRecord(
    int schema,
    String fingerprint,
    String task,
    String system,
    boolean zeroShot,
    FewShot fewShot,
    HeardCheck heard,
    long seed,
    String protocolHash,
    String settingsHash,
    Map<String, Integer> data,
    Map<String, Long> network,
    Map<String, EvaluationResult> results,
    Map<String, EvaluationResult> corpora,
    TrainingResult training,
    Confidence confidence,
    Map<String, LeftOutResult> leftOut,
    IsolationCheck isolation,
    AuditRecord audit,
    RunSettings settings,
    BackboneOrigin backbone,
    Map<String, Double> seconds,
    Provenance provenance,
    UnlabelledTier unlabelled) {

  public static final String FILE = "run.json";

  /** What this version writes. */
  public static final int SCHEMA = 2;

  /** What is missing in the records of earlier versions, and what they did in its place. */
  private static final Map<String, ?> LATER =
      Map.of(
          "schema",
          1,
          "fewShot",
          FewShot.NONE,
          "corpora",
          Map.of(),
          "audit/audio/copies",
          List.of(),
          "heard/copies",
          HeardCopies.UNKNOWN,
          "leftOut",
          Map.of(),
          "confidence/answerSets",
          AnswerSets.NONE,
          "confidence/calibration",
          CalibrationSource.VALIDATION_CLIPS,
          "unlabelled",
          UnlabelledTier.NONE);

  /**
   * The part of the target that training was permitted to learn from.
   *
   * @param shots labelled utterances of each emotion; 0 where a run is not few-shot
   * @param permitted ids of all of them, and of no others
   */
  public record FewShot(int shots, List<String> permitted) {

    static final FewShot NONE = new FewShot(0, List.of());

    public FewShot {
      permitted = List.copyOf(permitted);
    }
  }

  /** The set on which zero-shot systems are compared: the whole target corpus. */
  public static final String ALL = "all";

  /**
   * What of the target lies outside its training split, from which shots are drawn: the set on
   * which few-shot systems are compared with each other and with zero-shot ones.
   */
  public static final String HELD_OUT = "held-out";

  /** The target's test split, on which the upper bound is measured as well. */
  public static final String TEST = "test";

  /**
   * The widest set of the run: the whole target corpus, what is outside its training split for a
   * few-shot system, or its test split for the upper bound. A run without a target has none.
   */
  public EvaluationResult main() {
    return Objects.requireNonNull(results.get(mainSet()));
  }

  /** The name of the widest set. */
  public String mainSet() {
    return sets().stream().filter(results::containsKey).findFirst().orElseThrow();
  }

  /**
   * Reads the record of a finished run.
   *
   * @param advice what the user can do if it is damaged, in the imperative and without a full stop
   * @throws org.emoglot.InvalidInputException if the file is missing or damaged
   */
  public static RunRecord read(Path file, String advice) {
    return Json.readRecord(file, RunRecord.class, advice, LATER);
  }

  static Map<String, Integer> counts(Plan plan, List<Utterance> learned) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("training", learned.size());
    counts.put("shots", plan.shots().utterances().size());
    counts.put("validation", plan.validation().size());
    counts.put("evaluation", plan.evaluation().size());
    counts.put(
        "trainingSpeakers",
        (int) learned.stream().map(Utterance::globalSpeaker).distinct().count());
    counts.put("trainingLanguages", plan.languages().size());
    return counts;
  }

  /** Names of the evaluation sets in the order of interest. */
  public static List<String> sets() {
    return List.of(ALL, HELD_OUT, TEST);
  }
}
