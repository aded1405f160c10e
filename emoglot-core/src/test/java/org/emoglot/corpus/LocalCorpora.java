package org.emoglot.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where real corpora lie, if they do: their audio may not be part of this repository. */
final class LocalCorpora {

  private LocalCorpora() {}

  /** The folder with one folder for each corpus; skips the test where there is none. */
  static Path folder() {
    Path folder =
        Optional.ofNullable(System.getenv("EMOGLOT_CORPORA"))
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(System.getProperty("emoglot.home", "..")).resolve("../shared/corpora"))
            .toAbsolutePath()
            .normalize();
    assumeTrue(
        Files.isDirectory(folder),
        "No real corpora at " + folder + ": set EMOGLOT_CORPORA to their folder.");
    return folder;
  }

  /** A folder beside that of the corpora; skips the test where there is none. */
  static Path beside(String name) {
    Path folder = folder().resolveSibling(name);
    assumeTrue(Files.isDirectory(folder), "No folder " + folder + " with more real files.");
    return folder;
  }
}
