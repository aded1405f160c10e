package org.emoglot.pretrain;

import java.nio.file.Path;
import org.emoglot.loop.StepReport;
import org.emoglot.selfsupervised.PretrainingValidation;

/** A process of its own that pretrains and says where it is, to be killed. */
final class KillablePretraining {

  static final String STEP = "step";
  static final String LAST_LOOK = "look 40";
  static final String RESUMED = "resumed";
  static final String DONE = "done";

  private KillablePretraining() {}

  /** With a checkpoint after every other step. */
  static TinyPretraining pretraining(Path out) {
    return TinyPretraining.in(out).with("training.steps", 40).with("training.validateEvery", 2);
  }

  /** The only argument is the folder of the run. */
  public static void main(String[] arguments) {
    pretraining(Path.of(arguments[0]))
        .run(
            new PretrainingListener() {
              @Override
              public void resumed(long steps) {
                say(RESUMED, steps);
              }

              @Override
              public void afterStep(StepReport report) {
                say(STEP, report.step());
              }

              @Override
              public void afterValidation(PretrainingValidation look) {
                say("look", look.step());
              }
            });
    say(DONE, 0);
  }

  private static void say(String what, long number) {
    System.out.println(what + " " + number);
    System.out.flush();
  }
}
