package org.emoglot.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/** Finds the tables, or the folders of tables, that data of any other corpus consist of. */
public final class DataFiles {

  private DataFiles() {}

  /**
   * The visible entries of a folder that are wanted, sorted; at least one.
   *
   * @param folder searched without its subfolders
   * @param wanted which of its entries are data
   * @param expected what is wanted, for the message: {@code a file *.jsonl}
   * @throws InvalidInputException if there is none, or no folder
   */
  public static List<Path> in(Path folder, Predicate<Path> wanted, String expected) {
    List<Path> found = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        found = entries.filter(DataFiles::isVisible).filter(wanted).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
      }
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "Expected %s at %s, found %s."
              .formatted(expected, folder, Files.exists(folder) ? "none" : "nothing there"));
    }
    return found;
  }

  private static boolean isVisible(Path entry) {
    return !entry.getFileName().toString().startsWith(".");
  }
}
