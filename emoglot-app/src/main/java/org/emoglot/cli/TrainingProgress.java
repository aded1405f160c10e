package org.emoglot.cli;

import java.util.Locale;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.loop.StepReport;
import org.emoglot.train.Head;
import org.emoglot.train.ValidationReport;

/** Shows a run's phases as progress bars: reading clips, training, reading the target. */
final class TrainingProgress implements ExperimentListener, AutoCloseable {

  private final Output output;
  private final String name;
  private final int steps;
  private final boolean fitted;
  private final PhaseBars bars;
  private String remark = "";

  TrainingProgress(Output output, ExperimentRequest request) {
    this.output = output;
    this.bars = new PhaseBars(output);
    this.name = request.task().id() + " " + request.system().id();
    this.steps = request.settings().training().steps();
    this.fitted = request.settings().training().head() == Head.FITTED;
  }

  @Override
  public void progress(String what, int done, int total) {
    bars.of("reading " + what, "clips", total, 0).update(done, total);
  }

  @Override
  public void leftOut(int done, int total) {
    bars.of("fitting without a language", "languages", total, 0).update(done, total);
    if (done == total) {
      bars.close();
    }
  }

  @Override
  public void resumed(long done) {
    output.note("Resuming after step " + done + ".");
    bars.of("training " + name, "steps", steps, done);
  }

  @Override
  public void afterStep(StepReport report) {
    bars.of("training " + name, "steps", steps, 0)
        .update(
            report.step() + 1,
            steps,
            String.format(Locale.ROOT, "loss %.3f%s", report.loss(), remark));
  }

  @Override
  public void afterValidation(ValidationReport report) {
    if (fitted) {
      output.note(
          String.format(
              Locale.ROOT,
              "Fitted the head of %s in %d iterations: loss %.3f, validation UAR %.1f %%.",
              name,
              report.step(),
              report.trainingLoss(),
              100 * report.uar()));
    }
    remark = String.format(Locale.ROOT, ", validation UAR %.1f %%", 100 * report.uar());
  }

  @Override
  public void message(String text) {
    output.note(text);
  }

  @Override
  public void close() {
    bars.close();
  }
}
