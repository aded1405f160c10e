package org.emoglot.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.emoglot.classifier.BackboneOrigin;
import org.emoglot.classifier.Confidence;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.Plan;
import org.emoglot.provenance.Provenance;
import org.emoglot.train.TrainingResult;

/**
 * All that is known of a finished run; the content of run.json.
 *
 * @param fingerprint of everything that decides the result; another run has another
 * @param task source and target, such as {@code EN-DE}
 * @param system id of the training system
 * @param zeroShot whether training saw nothing of the target; {@code heard} tells of the backbone
 * @param heard what the backbone had heard of the target
 * @param seed of everything random
 * @param protocolHash of the utterances in every stage
 * @param settingsHash of the hyper-parameters
 * @param data number of utterances by stage, and of speakers and languages in training
 * @param network parameters in all, and those that were trained
 * @param results by set: {@code all} (the whole target corpus) and {@code test} (its test split)
 * @param training how the training went
 * @param confidence how far the model's answers are to be trusted, from the validation clips
 * @param isolation what was compared before the run
 * @param audit every access to audio
 * @param settings the hyper-parameters
 * @param backbone where the encoder came from
 * @param seconds wall-clock time by phase; of this process, where a run was resumed
 * @param provenance versions, machine, commit, inputs
 */
public record RunRecord(
    String fingerprint,
    String task,
    String system,
    boolean zeroShot,
    HeardCheck heard,
    long seed,
    String protocolHash,
    String settingsHash,
    Map<String, Integer> data,
    Map<String, Long> network,
    Map<String, EvaluationResult> results,
    TrainingResult training,
    Confidence confidence,
    IsolationCheck isolation,
    AuditRecord audit,
    Settings settings,
    BackboneOrigin backbone,
    Map<String, Double> seconds,
    Provenance provenance) {

  public static final String FILE = "run.json";

  /** The set on which zero-shot systems are compared: the whole target corpus. */
  public static final String ALL = "all";

  /** The target's test split, on which the upper bound is measured as well. */
  public static final String TEST = "test";

  /**
   * The widest set of the run: the whole target corpus, or its test split for the upper bound. A
   * run without a target has none.
   */
  public EvaluationResult main() {
    EvaluationResult all = results.get(ALL);
    return all == null ? Objects.requireNonNull(results.get(TEST)) : all;
  }

  static Map<String, Integer> counts(Plan plan) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("training", plan.training().size());
    counts.put("validation", plan.validation().size());
    counts.put("evaluation", plan.evaluation().size());
    counts.put("trainingSpeakers", plan.speakers().size());
    counts.put("trainingLanguages", plan.languages().size());
    return counts;
  }

  /** Names of the evaluation sets in the order of interest. */
  public static List<String> sets() {
    return List.of(ALL, TEST);
  }
}
