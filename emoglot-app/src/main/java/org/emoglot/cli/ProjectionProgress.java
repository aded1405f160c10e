package org.emoglot.cli;

import org.emoglot.projection.ProjectionListener;
import org.jspecify.annotations.Nullable;

/** One progress bar for each part of a projection. */
final class ProjectionProgress implements ProjectionListener, AutoCloseable {

  private final Output output;
  private String current = "";
  private @Nullable Progress bar;

  ProjectionProgress(Output output) {
    this.output = output;
  }

  @Override
  public void progress(String work, String unit, int done, int total) {
    if (bar == null || !work.equals(current)) {
      close();
      current = work;
      bar = output.progress(work, unit, total);
    }
    bar.update(done, total);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
