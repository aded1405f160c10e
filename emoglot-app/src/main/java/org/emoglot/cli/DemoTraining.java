package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Set;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioReader;
import org.emoglot.data.LabelSet;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.Settings;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * The trainings of a demo.
 *
 * @param target code of the language that is left out
 * @param seed of all that is random
 * @param out the demo's folder
 * @param audio where clips are read from
 */
record DemoTraining(String target, long seed, Path out, AudioReader audio) {

  private static final int HASH_DIGITS = 8;

  /** Trains a system, or gives the run that was done. */
  RunRecord run(TrainingSystem system, ManifestFolder manifests, Output output) {
    ExperimentRequest request =
        new ExperimentRequest(
            Task.parse("all-" + target),
            system,
            LabelSet.FOUR,
            manifests.all(),
            manifests.fingerprints(),
            BuiltIn.DEFAULT.id(),
            settings(),
            seed,
            folder(system),
            Set.of());
    try (TrainingProgress progress = new TrainingProgress(output, request)) {
      return Experiment.run(request, audio, progress);
    }
  }

  private static Settings settings() {
    return Settings.defaults(AdaptationConfig.Kind.FULL);
  }

  /** Of its own for each target, seed and settings, so that none meets the run of another. */
  Path folder(TrainingSystem system) {
    return out.resolve(
        "%s-%d-%s/%s"
            .formatted(target, seed, settings().hash().substring(0, HASH_DIGITS), system.id()));
  }
}
