package org.emoglot.cli;

import java.util.Locale;
import org.emoglot.loop.StepReport;
import org.emoglot.pretrain.PretrainingListener;
import org.emoglot.pretrain.PretrainingRequest;
import org.emoglot.selfsupervised.PretrainingValidation;

/** Shows a pretraining's phases as progress bars: reading folders, pretraining. */
final class PretrainingProgress implements PretrainingListener, AutoCloseable {

  private final Output output;
  private final int steps;
  private final PhaseBars bars;
  private String remark = "";

  PretrainingProgress(Output output, PretrainingRequest request) {
    this.output = output;
    this.bars = new PhaseBars(output);
    this.steps = request.settings().training().steps();
  }

  @Override
  public void reading(String corpus, int done, int total) {
    bars.of("reading " + corpus, "files", total, 0).update(done, total);
  }

  @Override
  public void resumed(long done) {
    output.note("Resuming after step " + done + ".");
    bars.of("pretraining", "steps", steps, done);
  }

  @Override
  public void afterStep(StepReport report) {
    bars.of("pretraining", "steps", steps, 0)
        .update(
            report.step() + 1,
            steps,
            String.format(
                Locale.ROOT,
                "loss %.3f, perplexity %.1f%s",
                report.loss(),
                report.part("perplexity"),
                remark));
  }

  @Override
  public void afterValidation(PretrainingValidation validation) {
    remark =
        String.format(
            Locale.ROOT,
            ", validation: loss %.3f, %.1f %% right, perplexity %.1f",
            validation.contrastive(),
            100 * validation.accuracy(),
            validation.perplexity());
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
