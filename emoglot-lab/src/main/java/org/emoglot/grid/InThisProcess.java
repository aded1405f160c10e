package org.emoglot.grid;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.emoglot.audio.AudioSource;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;
import org.emoglot.feature.FeatureCache;

/**
 * One training after the other, each with all threads of this process.
 *
 * @param audio where clips are read from
 * @param features what is frozen, shared by all trainings
 */
public record InThisProcess(AudioSource audio, FeatureCache features) implements Workers {

  @Override
  public int atOnce() {
    return 1;
  }

  @Override
  public void run(List<Job> jobs, Watcher watcher) {
    for (Job job : jobs) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Interrupted before " + job.run().name() + ".");
      }
      RunRecord record;
      try {
        record = Experiment.run(job.request(), audio, features, watcher.starting(job));
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException e) {
        watcher.failed(job, e);
        continue;
      }
      watcher.done(job, record);
    }
  }
}
