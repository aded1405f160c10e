package org.emoglot.experiment;

import java.nio.file.Path;
import org.emoglot.loop.StepReport;
import org.emoglot.train.ValidationReport;

/** A process of its own that runs an experiment and says where it is, to be killed. */
final class KillableRun {

  static final String STEP = "step";
  static final String LOOK = "look";
  static final String TARGET = "target";
  static final String DONE = "done";

  private KillableRun() {}

  /** With a checkpoint after every other step, and without an early end. */
  static TinyRun run(Path out) {
    return TinyRun.in(out)
        .with("training.steps", 40)
        .with("training.validateEvery", 2)
        .with("training.patience", 40);
  }

  /** The only argument is the folder of the run. */
  public static void main(String[] arguments) {
    run(Path.of(arguments[0]))
        .run(
            new ExperimentListener() {
              @Override
              public void afterStep(StepReport report) {
                say(STEP, report.step());
              }

              @Override
              public void afterValidation(ValidationReport report) {
                say(LOOK, report.step());
              }

              @Override
              public void progress(String phase, int done, int total) {
                if (phase.equals("target clips")) {
                  say(TARGET, done);
                }
              }
            });
    say(DONE, 0);
  }

  private static void say(String what, long number) {
    System.out.println(what + " " + number);
    System.out.flush();
  }
}
