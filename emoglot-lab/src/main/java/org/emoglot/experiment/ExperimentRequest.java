package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * What to run.
 *
 * @param task source and target language
 * @param system one of the six
 * @param labels emotions to tell apart
 * @param manifest all utterances
 * @param manifestFingerprints SHA-256 by manifest name, for the record
 * @param backbone a folder, or the name of a {@link BuiltIn} encoder
 * @param settings everything that can be set
 * @param seed of everything random
 * @param out folder of the run: checkpoint, model, run.json
 * @param allowHeard corpora of the target that the backbone may have heard
 * @param shots labelled utterances of each emotion of the target that are trained on; 0 is
 *     zero-shot
 * @param unlabelled numbers of clips of the target to adapt the trained model to, without their
 *     labels, after its evaluation; changes nothing else
 */
public record ExperimentRequest(
    Task task,
    TrainingSystem system,
    LabelSet labels,
    Manifest manifest,
    Map<String, String> manifestFingerprints,
    String backbone,
    Settings settings,
    long seed,
    Path out,
    Set<String> allowHeard,
    int shots,
    List<Integer> unlabelled) {

  public ExperimentRequest {
    manifestFingerprints = Map.copyOf(manifestFingerprints);
    allowHeard = Set.copyOf(allowHeard);
    unlabelled = unlabelled.stream().distinct().sorted().toList();
    for (int clips : unlabelled) {
      if (clips < 0) {
        throw new InvalidInputException(
            "Expected 0 or more unlabelled clips to adapt to, found %d.".formatted(clips));
      }
    }
  }

  /** The settings that act. */
  RunSettings acting() {
    return settings.acting(system, backbone);
  }

  /** The same, adapted to so many clips without labels in the end. */
  public ExperimentRequest withUnlabelled(List<Integer> clips) {
    return new ExperimentRequest(
        task,
        system,
        labels,
        manifest,
        manifestFingerprints,
        backbone,
        settings,
        seed,
        out,
        allowHeard,
        shots,
        clips);
  }

  /** A request that adapts to nothing. */
  public ExperimentRequest(
      Task task,
      TrainingSystem system,
      LabelSet labels,
      Manifest manifest,
      Map<String, String> manifestFingerprints,
      String backbone,
      Settings settings,
      long seed,
      Path out,
      Set<String> allowHeard,
      int shots) {
    this(
        task,
        system,
        labels,
        manifest,
        manifestFingerprints,
        backbone,
        settings,
        seed,
        out,
        allowHeard,
        shots,
        List.of());
  }

  /** A request without shots. */
  public ExperimentRequest(
      Task task,
      TrainingSystem system,
      LabelSet labels,
      Manifest manifest,
      Map<String, String> manifestFingerprints,
      String backbone,
      Settings settings,
      long seed,
      Path out,
      Set<String> allowHeard) {
    this(
        task,
        system,
        labels,
        manifest,
        manifestFingerprints,
        backbone,
        settings,
        seed,
        out,
        allowHeard,
        0);
  }
}
