package org.emoglot.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where the recordings of requests lie while they are decoded: a folder that only its owner can
 * read. Each file goes with its request, the folder with the service; what a service has left that
 * was killed goes when the next one starts.
 */
final class TemporaryFolder implements AutoCloseable {

  private static final String PREFIX = "emoglot-serve-";
  private static final String LOCK = "lock";

  /**
   * Of services in this process. Their locks must not be tried: to close a file gives back every
   * lock that its process has on it.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lockFile;

  private TemporaryFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Makes one, and clears away those that nobody uses any more. */
  static TemporaryFolder create() {
    try {
      Path folder = Files.createTempDirectory(PREFIX); // readable only by its owner
      OURS.add(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lockFile.lock(); // given back when the process ends, however it ends
      clearAbandoned(folder);
      return new TemporaryFolder(folder, lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make a temporary folder for recordings: " + e.getMessage(), e);
    }
  }

  private static void clearAbandoned(Path own) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(own.resolveSibling(""), PREFIX + "*")) {
      for (Path folder : folders) {
        if (!OURS.contains(folder) && isAbandoned(folder)) {
          delete(folder);
        }
      }
    }
  }

  /** One without a lock file may just be being made by another service. */
  private static boolean isAbandoned(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException e) {
      return false; // of another user
    }
  }

  /** A new empty file. */
  Path file() throws IOException {
    return Files.createTempFile(folder, "", ".audio");
  }

  /** How many recordings lie in it. */
  int files() {
    try (Stream<Path> all = Files.list(folder)) {
      return (int) all.count() - 1; // but for the lock
    } catch (IOException e) {
      return 0; // it has gone
    }
  }

  @Override
  public void close() {
    try {
      delete(folder);
      lockFile.close();
      OURS.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
