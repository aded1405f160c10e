package org.emoglot.natives;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the cache for one process, and within it for one thread; the system lets go of it when the
 * process ends, however it ends. Without locks in a file system nothing waits; the atomic moves
 * must suffice.
 */
final class CacheLock implements AutoCloseable {

  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(50).toNanos();
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final FileChannel channel;
  private final boolean locked;

  private CacheLock(Path folder, FileChannel channel, boolean locked) {
    this.folder = folder;
    this.channel = channel;
    this.locked = locked;
  }

  /** The folder of our own things in a cache. */
  static Path folder(Path cache) {
    return cache.resolve(".emoglot");
  }

  /**
   * Takes the lock, waiting where somebody else holds it.
   *
   * @throws ClosedByInterruptException if the thread is interrupted while it waits
   * @throws FileLockInterruptionException the same
   */
  static CacheLock take(Path cache) throws IOException {
    Path folder = Files.createDirectories(folder(cache));
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      return new CacheLock(folder, channel, lock(channel, cache));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the lock is now held; false where the file system has none. */
  private static boolean lock(FileChannel channel, Path cache) throws IOException {
    boolean said = false;
    while (true) {
      boolean ours = false;
      try {
        if (channel.tryLock() != null) {
          return true;
        }
      } catch (OverlappingFileLockException e) {
        ours = true; // held by another thread, which unpacks another engine
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        log().debug("No locks in {}", cache, e);
        return false;
      }
      if (!said && !ours) {
        log().info("Another process unpacks native libraries into {}: waiting for it.", cache);
        said = true;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new FileLockInterruptionException();
      }
    }
  }

  /** A unique name. */
  Path temporaryFile() {
    return folder.resolve(ProcessHandle.current().pid() + "-" + System.nanoTime() + TEMPORARY);
  }

  /** Deletes what processes that were killed have left. */
  void removeLeftovers() throws IOException {
    if (!locked) {
      return; // they may be at work
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(TEMPORARY)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Asked for when something is said: what writes logs takes long to start. */
  private static Logger log() {
    return LoggerFactory.getLogger(CacheLock.class);
  }
}
