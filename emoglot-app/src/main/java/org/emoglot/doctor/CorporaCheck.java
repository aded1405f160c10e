package org.emoglot.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists the folders of emotional speech. */
final class CorporaCheck implements DoctorCheck {

  private static final String ADVICE =
      "Set EMOGLOT_CORPORA to a folder with one folder per corpus. The demo needs none.";

  private final Path root;

  CorporaCheck(Path root) {
    this.root = root;
  }

  @Override
  public Finding check() {
    if (!Files.isDirectory(root)) {
      return Finding.warn("corpora", "no folder at " + root, ADVICE);
    }
    List<String> names;
    try (Stream<Path> entries = Files.list(root)) {
      names =
          entries.filter(Files::isDirectory).map(e -> e.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return Finding.warn("corpora", "cannot list " + root + ": " + e.getMessage(), ADVICE);
    }
    return names.isEmpty()
        ? Finding.warn("corpora", "no folders in " + root, ADVICE)
        : Finding.ok("corpora", String.join(", ", names) + " in " + root);
  }
}
