package org.emoglot.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.io.PathText;

/** What lies below a folder of tables without being named by one of them. */
public final class UnnamedFiles {

  private UnnamedFiles() {}

  /**
   * Audio that no table names, and what is neither audio nor a table.
   *
   * @param root the folder; for a single table, only that table was read
   * @param tables the tables that were read
   * @param named the audio that they name
   */
  public static List<PassedOver> below(Path root, Collection<Path> tables, Collection<Path> named) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    AudioFiles files = AudioFiles.under(root);
    Set<Path> read = new HashSet<>();
    tables.forEach(file -> read.add(normal(file)));
    named.forEach(file -> read.add(normal(file)));
    Set<String> tableNames = new HashSet<>();
    for (Path file : files.otherFiles()) {
      if (read.contains(normal(file))) {
        tableNames.add(name(root, file));
      }
    }
    List<PassedOver> found = new ArrayList<>(files.passedOver());
    found.removeIf(file -> tableNames.contains(file.file()));
    for (ClipName clip : files.clips()) {
      if (!read.contains(normal(clip.file()))) {
        found.add(new PassedOver(name(root, clip.file()), "audio that is in no table"));
      }
    }
    found.sort(Comparator.comparing(PassedOver::file));
    return found;
  }

  private static String name(Path root, Path file) {
    return PathText.readable(root.relativize(file));
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
