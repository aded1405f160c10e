package org.emoglot.committee;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.Json;
import org.emoglot.network.ModelFolder;

/**
 * What must be known of the training of a member; a part of its {@link RunRecord}, which models of
 * earlier versions, with fewer settings, have as well.
 *
 * @param schema of the record: 1 where its hashes cover less
 * @param task that it was trained for
 * @param system that trained it
 * @param seed of everything random
 * @param shots labelled utterances of each emotion of the target that it was trained on
 * @param refit whether its head learned from the validation clips as well
 * @param protocolHash of the utterances in every stage
 * @param settingsHash of its hyper-parameters
 * @param baseModel what its encoder is called where a file held it; else empty
 * @param results by set of its target, as the run's record has them; may be empty
 */
record MemberRecord(
    int schema,
    String task,
    String system,
    long seed,
    int shots,
    boolean refit,
    String protocolHash,
    String settingsHash,
    String baseModel,
    JsonNode results) {

  /**
   * Reads the provenance.json of a saved model.
   *
   * @throws InvalidInputException if it is missing, or not the record of a training
   */
  static MemberRecord of(Path model) {
    Path file = model.resolve(ModelFolder.PROVENANCE);
    JsonNode run = Json.read(file);
    JsonNode seed = run.path("seed");
    if (!seed.canConvertToLong()) {
      throw invalid(file, "seed");
    }
    boolean stored = !run.at("/backbone/sha256").asText().isEmpty();
    return new MemberRecord(
        run.path("schema").asInt(1),
        text(run, "task", file),
        text(run, "system", file),
        seed.asLong(),
        run.at("/fewShot/shots").asInt(), // 0 where an earlier version knew none
        run.at("/settings/training/refit").asBoolean(),
        text(run, "protocolHash", file),
        text(run, "settingsHash", file),
        stored ? run.at("/backbone/name").asText() : "",
        run.path("results"));
  }

  private static String text(JsonNode run, String key, Path file) {
    if (!run.path(key).isTextual()) {
      throw invalid(file, key);
    }
    return run.path(key).asText();
  }

  private static InvalidInputException invalid(Path file, String key) {
    return new InvalidInputException(
        "Expected the record of a training in %s, found none of its '%s': join models from emoglot train."
            .formatted(file, key));
  }
}
