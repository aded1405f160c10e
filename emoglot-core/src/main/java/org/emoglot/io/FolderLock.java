package org.emoglot.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.emoglot.InvalidInputException;

/**
 * Holds a folder of results for one process, and within it for one task, until it is closed, which
 * also deletes the lock file. The system lets go of it when the process ends, however it ends; the
 * file of a process that was killed stays until the next one is done.
 */
public final class FolderLock implements AutoCloseable {

  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();
  private static final int LONGEST_MARK = 4096;

  /**
   * What this process holds. Closing a second channel of a locked file would let go of the lock, so
   * none is opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @param file the lock file; created if it is missing
   * @param work what is done in the folder, such as {@code grid}
   * @param out the folder, as the user named it
   * @throws InvalidInputException if somebody else holds it
   * @throws UncheckedIOException if the file cannot be made
   */
  public static FolderLock take(Path file, String work, Path out) {
    try {
      Path real = file.toAbsolutePath().resolveSibling("").toRealPath().resolve(file.getFileName());
      if (HELD.add(real)) {
        Optional<FolderLock> lock = Optional.empty();
        try {
          lock = lock(real);
        } finally {
          if (lock.isEmpty()) {
            HELD.remove(real);
          }
        }
        if (lock.isPresent()) {
          return lock.get();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file + ": " + e.getMessage(), e);
    }
    throw new InvalidInputException(
        "Expected to be alone in %s, found another %s at work there: wait for it, or choose another --out."
            .formatted(out, work));
  }

  /** The lock; nothing if another process holds it. */
  private static Optional<FolderLock> lock(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean held = false;
      try {
        if (channel.tryLock() == null) {
          return Optional.empty();
        }
        held = isAt(file, channel);
        if (held) {
          return Optional.of(new FolderLock(file, channel));
        }
      } catch (OverlappingFileLockException e) {
        return Optional.empty(); // held by this process in another way
      } finally {
        if (!held) {
          channel.close();
        }
      }
    }
  }

  /**
   * Whether the locked file still has this name: the holder before may have deleted it after we
   * opened it, and a third may have made and locked another. A file shows its size without being
   * opened, and the other one does not follow ours.
   */
  private static boolean isAt(Path file, FileChannel channel) throws IOException {
    long ours = System.nanoTime() ^ ProcessHandle.current().pid();
    int first = 1 + Math.floorMod(ours, LONGEST_MARK);
    int second = first % LONGEST_MARK + 1;
    for (int size : new int[] {first, second}) {
      channel.truncate(0);
      channel.write(ByteBuffer.allocate(size), 0);
      try {
        if (Files.size(file) != size) {
          return false;
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the lock, waiting for a while where somebody else holds it.
   *
   * @param patience how long to wait
   * @throws InvalidInputException if somebody else holds it for longer
   */
  public static FolderLock take(Path file, String work, Path out, Duration patience) {
    long start = System.nanoTime();
    while (true) {
      try {
        return take(file, work, out);
      } catch (InvalidInputException e) {
        if (System.nanoTime() - start > patience.toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(file); // while it is ours
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release a lock: " + e.getMessage(), e);
    } finally {
      HELD.remove(file);
    }
  }
}
