package org.emoglot.experiment;

import org.emoglot.loop.StepReport;
import org.emoglot.train.ValidationReport;

/** Ends a run at a given moment by throwing {@link Interrupted}, and keeps what it heard. */
final class Interruption implements ExperimentListener {

  private final Moment moment;
  private final long at;
  private long resumedAt = -1;
  private int steps;

  /** Which callback throws. */
  enum Moment {
    AFTER_STEP,
    AFTER_VALIDATION,
    TARGET_CLIP,
    NEVER
  }

  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Interruption(Moment moment, long at) {
    this.moment = moment;
    this.at = at;
  }

  /**
   * At a moment.
   *
   * @param at number of the step (from 0), steps done at the look, or number of the target clip
   */
  static Interruption at(Moment moment, long at) {
    return new Interruption(moment, at);
  }

  static Interruption never() {
    return new Interruption(Moment.NEVER, 0);
  }

  /** The steps that were done before this process; -1 if it began the run. */
  long resumedAt() {
    return resumedAt;
  }

  /** The steps that this process did. */
  int steps() {
    return steps;
  }

  @Override
  public void resumed(long done) {
    resumedAt = done;
  }

  @Override
  public void afterStep(StepReport report) {
    steps++;
    throwAt(Moment.AFTER_STEP, report.step());
  }

  @Override
  public void afterValidation(ValidationReport report) {
    throwAt(Moment.AFTER_VALIDATION, report.step());
  }

  @Override
  public void progress(String phase, int done, int total) {
    if (phase.equals("target clips")) {
      throwAt(Moment.TARGET_CLIP, done);
    }
  }

  private void throwAt(Moment here, long position) {
    if (here == moment && position == at) {
      throw new Interrupted();
    }
  }
}
