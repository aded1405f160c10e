package org.emoglot.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/** The place of a folder that is yet to be written. */
public final class FreeFolder {

  private FreeFolder() {}

  /** Refuses a place that is not empty. */
  public static void require(Path out) {
    if (Files.exists(out) && !isEmptyFolder(out)) {
      throw new InvalidInputException(
          "Expected nothing, or an empty folder, at %s, found a file or a full folder: choose another --out, or remove it."
              .formatted(out));
    }
  }

  private static boolean isEmptyFolder(Path out) {
    if (!Files.isDirectory(out)) {
      return false;
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + out + ": " + e.getMessage(), e);
    }
  }
}
