package org.emoglot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * Replaces the folder of a report as a whole: the new one is written beside it and moved into its
 * place, so no figure of an earlier report remains. {@link #LIST} names the files of a report; a
 * folder that holds any other is never replaced.
 */
final class ReportFolder {

  static final String LIST = "report.json";

  /**
   * The content of {@link #LIST}.
   *
   * @param files relative to the folder, with slashes
   */
  record Listing(List<String> files) {}

  private ReportFolder() {}

  /**
   * Writes a report.
   *
   * @param folder that does not exist, is empty, or holds a report and nothing else
   * @param content writes all files of the report into the folder that it is given
   * @throws InvalidInputException if the folder is none of these; then nothing is written
   */
  static void replace(Path folder, Consumer<Path> content) {
    try {
      Path target =
          Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
      check(target, folder);
      Path parent = Files.createDirectories(target.getParent());
      String beside =
          ".%s.%d-%d"
              .formatted(target.getFileName(), ProcessHandle.current().pid(), System.nanoTime());
      Path fresh = Files.createDirectory(parent.resolve(beside + ".new"));
      try {
        content.accept(fresh);
        Json.write(fresh.resolve(LIST), new Listing(files(fresh)));
        check(target, folder); // again: writing took a while
        swap(target, fresh, parent.resolve(beside + ".old"));
      } finally {
        delete(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Two moves, since no file system replaces a non-empty folder in one. */
  private static void swap(Path target, Path fresh, Path former) throws IOException {
    if (Files.exists(target)) {
      Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(former)) {
        Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    delete(former);
  }

  private static void check(Path target, Path folder) throws IOException {
    for (Path path = target; path != null; path = path.getParent()) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new InvalidInputException(
            "Expected a folder for --out %s, found a file at %s: choose another --out."
                .formatted(folder, path));
      }
    }
    if (!Files.exists(target)) {
      return;
    }
    if (Path.of("").toRealPath().startsWith(target)) {
      throw new InvalidInputException(
          "Expected an --out that can be replaced, found the working folder or one around it in %s: choose a folder below it."
              .formatted(folder));
    }
    List<String> there = files(target);
    List<String> own = there.contains(LIST) ? listed(target) : List.of();
    for (String file : there) {
      if (!file.equals(LIST) && !own.contains(file)) {
        throw new InvalidInputException(
            "Expected --out to be new, empty, or the folder of a report alone, found %s in %s: choose another --out."
                .formatted(file, folder));
      }
    }
  }

  private static List<String> listed(Path target) {
    return Json.readRecord(target.resolve(LIST), Listing.class, "choose another --out").files();
  }

  /** Relative to the folder, with slashes, in the order of their names. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !Files.isDirectory(path))
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
