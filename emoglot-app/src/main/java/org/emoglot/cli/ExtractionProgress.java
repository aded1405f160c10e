package org.emoglot.cli;

import java.nio.file.Path;
import org.emoglot.extraction.ExtractionListener;
import org.jspecify.annotations.Nullable;

/** From what happens to the progress bar. */
final class ExtractionProgress implements ExtractionListener, AutoCloseable {
  private final Output output;
  private final Path out;
  private @Nullable Progress bar;
  private int total;

  /**
   * @param out the folder of the results
   */
  ExtractionProgress(Output output, Path out) {
    this.output = output;
    this.out = out;
  }

  @Override
  public void starting(int clips, int alreadyDone) {
    total = clips;
    bar = output.progress("embedding", "clips", clips, alreadyDone);
    if (alreadyDone > 0) {
      output.note("Resuming after the %d clips that are done.".formatted(alreadyDone));
    }
  }

  @Override
  public void progress(int done) {
    if (bar != null) {
      bar.update(done, total);
    }
  }

  @Override
  public void alreadyFinished() {
    output.note("This extraction is already done; reading its report from " + out + ".");
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
