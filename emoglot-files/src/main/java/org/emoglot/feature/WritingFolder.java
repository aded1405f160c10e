package org.emoglot.feature;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder for writing entries before they are moved into place; each file names its process. */
final class WritingFolder {

  /** After this time a file that is being written is not. */
  private static final Duration LONGEST_WRITING = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile("(\\d{1,18})-\\d+-\\d+");

  private final Path folder;
  private final AtomicLong named = new AtomicLong();

  WritingFolder(Path folder) {
    this.folder = folder;
  }

  /** Creates it if needed, and removes the leftovers of killed writers. */
  void open(Instant now) throws IOException {
    Files.createDirectories(folder);
    Instant oldest = now.minus(LONGEST_WRITING);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        // In another container a process may live that is not seen here. It only loses its file:
        // its clip stays in memory.
        if (name.matches()
            && (ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                || isOlder(file, oldest))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant than) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(than);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A file that nobody else writes. */
  Path next() {
    return folder.resolve(
        "%d-%d-%d"
            .formatted(ProcessHandle.current().pid(), System.nanoTime(), named.incrementAndGet()));
  }
}
