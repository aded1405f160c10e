package org.emoglot.cli;

import org.jspecify.annotations.Nullable;

/** One progress bar after the other, a phase of a long command each. */
final class PhaseBars implements AutoCloseable {

  private final Output output;
  private String phase = "";
  private @Nullable Progress bar;

  PhaseBars(Output output) {
    this.output = output;
  }

  /**
   * The bar of a phase; the one of another phase before it is closed.
   *
   * @param what the phase, as users read it
   * @param unit what is counted
   * @param total of it
   * @param alreadyDone of it by an earlier process, which count for no rate
   */
  Progress of(String what, String unit, long total, long alreadyDone) {
    if (bar == null || !phase.equals(what)) {
      close();
      phase = what;
      bar = output.progress(what, unit, total, alreadyDone);
    }
    return bar;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
