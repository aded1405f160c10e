package org.emoglot.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.emoglot.InvalidInputException;

/**
 * Holds a folder of results for one process, and within it for one piece of work, until it is
 * closed. The system lets go of it when the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {

  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @param file that stands for the lock; made if it is missing, and left there
   * @param work what is done in the folder, such as {@code grid}
   * @param out the folder, as the user named it
   * @throws InvalidInputException if somebody else holds it
   * @throws UncheckedIOException if the file cannot be made
   */
  public static FolderLock take(Path file, String work, Path out) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return new FolderLock(channel);
        }
      } catch (OverlappingFileLockException e) {
        // held by this process
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file + ": " + e.getMessage(), e);
    }
    throw new InvalidInputException(
        "Expected to be alone in %s, found another %s at work there: wait for it, or choose another --out."
            .formatted(out, work));
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
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot let go of a lock: " + e.getMessage(), e);
    }
  }
}
