package org.emoglot.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * What a worker process is told to train. It has planned the same trainings from the same command
 * line; the hashes say whether they still are the same.
 *
 * @param run name of the training
 * @param backbone its folder, or mini
 * @param protocol hash of its plan
 * @param settings hash of its settings
 */
record Assignment(String run, String backbone, String protocol, String settings) {

  static Assignment of(Workers.Job job) {
    return new Assignment(
        job.run().name(),
        job.request().backbone(),
        job.run().plan().hash(),
        job.run().settings().hash());
  }

  static Assignment read(String line) {
    try {
      return Json.mapper().readValue(line, Assignment.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not a message to a worker: " + line, e);
    }
  }

  /**
   * The same training in this process.
   *
   * @throws InvalidInputException if it has become another one
   */
  GridRun in(Workload workload) {
    GridRun found = workload.run(run);
    if (!found.plan().hash().equals(protocol) || !found.settings().hash().equals(settings)) {
      throw new InvalidInputException(
          "Expected manifests and settings as at the start of the command, found others for %s: start again."
              .formatted(run));
    }
    return found;
  }
}
