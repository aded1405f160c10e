package org.emoglot.grid;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.experiment.ExperimentRequest;

/**
 * Trainings of one folder, and what they have in common. The same request gives the same plan
 * again, also in another process.
 *
 * @param labels emotions to tell apart
 * @param manifest the utterances that take part
 * @param manifestFingerprints SHA-256 by manifest name, for the record
 * @param allowHeard corpora of a target that a backbone may have heard
 * @param out the folder, below which every training has its own
 * @param unlabelled numbers of clips of the target to adapt to in the end, without their labels
 * @param runs every training, once
 */
public record Workload(
    LabelSet labels,
    Manifest manifest,
    Map<String, String> manifestFingerprints,
    Set<String> allowHeard,
    Path out,
    List<Integer> unlabelled,
    List<GridRun> runs) {

  public Workload {
    manifestFingerprints = Map.copyOf(manifestFingerprints);
    allowHeard = Set.copyOf(allowHeard);
    unlabelled = List.copyOf(unlabelled);
    runs = List.copyOf(runs);
  }

  /** The folder of the results of a training. */
  Path folder(GridRun run) {
    return GridRecord.folder(out, run.name());
  }

  /**
   * The training of a name.
   *
   * @throws InvalidInputException if there is none
   */
  public GridRun run(String name) {
    return runs.stream()
        .filter(run -> run.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of the trainings of %s, found %s.".formatted(out, name)));
  }

  /**
   * A training as it is asked for.
   *
   * @param backbone its folder, or the name of a built-in encoder
   */
  public ExperimentRequest request(GridRun run, String backbone) {
    return new ExperimentRequest(
        run.plan().task(),
        run.plan().system(),
        labels,
        manifest,
        manifestFingerprints,
        backbone,
        run.settings(),
        run.seed(),
        folder(run),
        allowHeard,
        run.plan().shots().perEmotion(),
        unlabelled);
  }
}
