package org.emoglot.pretrain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.RunSettings;
import org.emoglot.io.Json;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.protocol.SpeechAudit;
import org.emoglot.provenance.Provenance;
import org.emoglot.selfsupervised.PretrainingValidation;

/**
 * All that is known of a finished pretraining; the content of pretrain.json.
 *
 * @param schema of this record, as {@link RunRecord} has it
 * @param fingerprint of everything that decides the result; another run has another
 * @param seed of everything random
 * @param backbone what it started from
 * @param heard what the encoder has heard, before and in this run
 * @param data clips that were learned from and held out
 * @param hours learned from, by language and corpus
 * @param leftOut files that were too short or could not be read: name to reason
 * @param validations all validations, the first before the first step
 * @param network parameters in encoder and heads, and in the encoder only
 * @param audit every access to audio
 * @param settings those that act
 * @param settingsHash of the settings
 * @param seconds wall-clock time by phase; of this process, where a run was resumed
 * @param provenance versions, machine, commit, inputs
 */
public record PretrainingRecord(
    int schema,
    String fingerprint,
    long seed,
    BackboneOrigin backbone,
    HeardDeclaration heard,
    Map<String, Integer> data,
    Map<String, Double> hours,
    Map<String, String> leftOut,
    @JsonProperty("looks") List<PretrainingValidation> validations,
    Map<String, Long> network,
    SpeechAudit.Log audit,
    RunSettings settings,
    String settingsHash,
    Map<String, Double> seconds,
    Provenance provenance) {

  public static final String FILE = "pretrain.json";

  /**
   * Reads the record of a finished pretraining.
   *
   * @param advice what the user can do if it is damaged, in the imperative and without a full stop
   * @throws org.emoglot.InvalidInputException if the file is missing or damaged
   */
  public static PretrainingRecord read(Path file, String advice) {
    return Json.readRecord(file, PretrainingRecord.class, advice, Map.of("schema", 1));
  }

  /** The validation before the first step. */
  public PretrainingValidation before() {
    return validations.get(0);
  }

  /** The validation after the last step. */
  public PretrainingValidation after() {
    return validations.get(validations.size() - 1);
  }
}
