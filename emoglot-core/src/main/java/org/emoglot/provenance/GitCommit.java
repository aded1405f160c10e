package org.emoglot.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The commit of a clone, read from its files without git. */
public final class GitCommit {

  private GitCommit() {}

  /** The commit checked out in a clone or worktree; nothing if the folder is neither. */
  public static Optional<String> of(Path clone) {
    try {
      Path git = clone.resolve(".git");
      if (Files.isRegularFile(git)) {
        git = clone.resolve(text(git).substring("gitdir:".length()).strip());
      }
      if (!Files.isDirectory(git)) {
        return Optional.empty();
      }
      String head = text(git.resolve("HEAD"));
      return head.startsWith("ref:")
          ? resolve(git, head.substring("ref:".length()).strip())
          : Optional.of(head);
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** A worktree keeps its branches in the folder that {@code commondir} names. */
  private static Optional<String> resolve(Path git, String reference) throws IOException {
    Path common =
        Files.isRegularFile(git.resolve("commondir"))
            ? git.resolve(text(git.resolve("commondir")))
            : git;
    Path loose = common.resolve(reference);
    if (Files.isRegularFile(loose)) {
      return Optional.of(text(loose));
    }
    Path packed = common.resolve("packed-refs");
    if (!Files.isRegularFile(packed)) {
      return Optional.empty();
    }
    return Files.readAllLines(packed).stream()
        .filter(line -> line.endsWith(" " + reference))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }
}
