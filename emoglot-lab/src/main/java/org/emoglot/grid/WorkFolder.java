package org.emoglot.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.FolderLock;

/** The folder of a grid or a study, held by one process while its trainings are done. */
final class WorkFolder {

  private static final String LOCK = ".lock";

  private WorkFolder() {}

  /**
   * Does some work in a folder.
   *
   * @param work its name, such as {@code grid}
   * @throws org.emoglot.InvalidInputException if another process is at work there
   */
  static <R> R holding(Path out, String work, Supplier<R> done) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + out + ": " + e.getMessage(), e);
    }
    try (FolderLock lock = FolderLock.take(out.resolve(LOCK), work, out)) {
      AtomicFiles.removeLeftovers(out);
      return done.get();
    }
  }
}
