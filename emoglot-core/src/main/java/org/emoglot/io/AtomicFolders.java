package org.emoglot.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Fills a folder under a temporary name, then moves it into place, whole. */
public final class AtomicFolders {

  private AtomicFolders() {}

  /**
   * Writes a folder, in the place of one that was there.
   *
   * @param content fills the folder that it is given
   */
  public static void write(Path folder, Consumer<Path> content) {
    Path target = folder.toAbsolutePath().normalize();
    Path temporary = target.resolveSibling("." + target.getFileName() + ".incomplete");
    try {
      delete(temporary);
      Files.createDirectories(temporary);
      content.accept(temporary);
      delete(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
