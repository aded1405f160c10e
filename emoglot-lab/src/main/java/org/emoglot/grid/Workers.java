package org.emoglot.grid;

import java.util.List;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;

/** What runs trainings: this process, or child processes. */
public interface Workers {

  /**
   * A training to do.
   *
   * @param run what it is
   * @param request how it is asked for
   */
  record Job(GridRun run, ExperimentRequest request) {}

  /** Hears how it goes, in the thread that called {@link #run}. */
  interface Watcher {

    /** A training starts or resumes; returns its listener. */
    ExperimentListener starting(Job job);

    /** It is done. */
    void done(Job job, RunRecord record);

    /** It failed; the others go on. */
    void failed(Job job, RuntimeException why);
  }

  /** How many trainings are computed at once. */
  int atOnce();

  /**
   * Does them all, and returns when each is done or has failed.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted; all work has
   *     then stopped
   */
  void run(List<Job> jobs, Watcher watcher);
}
