package org.emoglot.hub;

/** Hears what a {@link HubClient} does; called on the thread of its caller. */
public interface HubListener {

  /** Hears nothing. */
  HubListener SILENT = new HubListener() {};

  /**
   * Some bytes of a file have arrived.
   *
   * @param fileName the file's name in its repository
   * @param done bytes on disk, including those of earlier attempts; smaller than before if a
   *     download had to start again
   * @param total bytes of the whole file, or -1 where the hub does not say
   */
  default void progress(String fileName, long done, long total) {}

  /** Something the user should know and that did not stop the work: one sentence. */
  default void warning(String sentence) {}
}
