package org.emoglot.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.emoglot.audio.AudioSource;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.feature.FeatureCache;
import org.emoglot.io.FolderLock;

/** A training that holds its folder, so that no other process computes it at the same time. */
final class LockedRun {

  private static final String LOCK = ".lock";

  /** A worker whose grid was killed needs a moment to notice, and a new grid waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private LockedRun() {}

  static RunRecord run(
      ExperimentRequest request,
      AudioSource audio,
      FeatureCache features,
      ExperimentListener listener) {
    Path out = request.out();
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + out + ": " + e.getMessage(), e);
    }
    try (FolderLock lock = FolderLock.take(out.resolve(LOCK), "training", out, PATIENCE)) {
      return Experiment.run(request, audio, features, listener);
    }
  }
}
