package org.emoglot.projection;

/** Hears how a projection goes; each method may throw to give up. */
public interface ProjectionListener {

  /**
   * A part of the work progresses.
   *
   * @param work such as {@code embedding by baseline2}
   * @param unit what is counted, in the plural
   * @param done so many
   * @param total of so many
   */
  void progress(String work, String unit, int done, int total);
}
