package org.emoglot.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.io.AtomicFiles;

/**
 * The cache's folders, as the Python client lays them out.
 *
 * <pre>
 * models--org--name/blobs/ETAG                     the content
 * models--org--name/refs/REVISION                  a text file: the commit
 * models--org--name/snapshots/COMMIT/FILE          a relative link to the blob, or a copy
 * models--org--name/trees/COMMIT.json              the listing
 * .locks/models--org--name/ETAG.lock
 * </pre>
 */
final class HubCache {

  private final Path root;
  private final boolean symbolicLinks;

  HubCache(Path root, boolean symbolicLinks) {
    this.root = root;
    this.symbolicLinks = symbolicLinks;
  }

  Path root() {
    return root;
  }

  Path repository(Asked asked) {
    return root.resolve(folderName(asked));
  }

  Path snapshot(Asked asked, String commit) {
    return repository(asked).resolve("snapshots").resolve(commit);
  }

  Path pointer(Asked asked, String commit) {
    return snapshot(asked, commit).resolve(asked.fileName());
  }

  Path blob(Asked asked, String etag) {
    return repository(asked).resolve("blobs").resolve(etag);
  }

  /**
   * The place of a growing blob. Not the {@code ETAG.incomplete} of the Python client's older
   * versions: their locks (flock) and ours (fcntl) do not see each other on Linux, and two writers
   * of one file would spoil it.
   */
  Path incomplete(Asked asked, String etag) {
    return repository(asked).resolve("blobs").resolve(etag + ".emoglot.incomplete");
  }

  Path lock(Asked asked, String etag) {
    return root.resolve(".locks").resolve(folderName(asked)).resolve(etag + ".lock");
  }

  Path tree(Asked asked, String commit) {
    return repository(asked).resolve("trees").resolve(commit + ".json");
  }

  /** The commit of a revision when it was last downloaded. */
  Optional<String> commit(Asked asked) throws IOException {
    if (asked.isCommit()) {
      return Optional.of(asked.revision());
    }
    Path ref = ref(asked);
    return Files.isRegularFile(ref)
        ? Optional.of(Files.readString(ref).strip()).filter(Asked::isCommit)
        : Optional.empty();
  }

  /** Stores the commit of a revision, unless it is already stored. */
  void remember(Asked asked, String commit) throws IOException {
    if (!asked.isCommit() && !commit(asked).equals(Optional.of(commit))) {
      AtomicFiles.writeString(ref(asked), commit);
    }
  }

  /** The names in a snapshot's folder, their folders separated by {@code /}. */
  List<String> names(Asked asked, String commit) throws IOException {
    Path folder = snapshot(asked, commit);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /** Makes a blob visible under its name; to be called with the blob's lock. */
  void point(Path pointer, Path blob) throws IOException {
    Path folder = Files.createDirectories(pointer.getParent());
    Path temporary =
        folder.resolve(".%d-%d.tmp".formatted(ProcessHandle.current().pid(), System.nanoTime()));
    try {
      if (!symbolicLinks || !linked(temporary, folder.relativize(blob))) {
        Files.copy(blob, temporary);
      }
      Files.move(
          temporary, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean linked(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // as on Windows without the right to make links: a copy serves
    }
  }

  private Path ref(Asked asked) {
    return repository(asked).resolve("refs").resolve(asked.revision());
  }

  /** The inverse of {@code models--org--name/snapshots/COMMIT}. */
  static Optional<String> repositoryOf(Path snapshot) {
    Path snapshots = snapshot.getParent();
    if (snapshots == null
        || snapshots.getParent() == null
        || !snapshots.endsWith("snapshots")
        || !snapshots.getParent().getFileName().toString().startsWith("models--")) {
      return Optional.empty();
    }
    String name = snapshots.getParent().getFileName().toString().substring("models--".length());
    return Optional.of(name.replaceFirst("--", "/"));
  }

  private static String folderName(Asked asked) {
    return "models--" + asked.repoId().replace("/", "--");
  }
}
