package org.emoglot.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer of a blob at a time: among the threads of this process by a lock in memory, among
 * processes by a lock on a file, which the system frees when its holder dies.
 */
final class BlobLock implements AutoCloseable {

  // The system's locks belong to the process: a second thread would be let in, and closing its
  // channel would free the first one's lock. So at most one channel per file is open.
  private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS =
      new ConcurrentHashMap<>();

  private final ReentrantLock local;
  private final FileChannel channel;
  private final FileLock lock;

  private BlobLock(ReentrantLock local, FileChannel channel, FileLock lock) {
    this.local = local;
    this.channel = channel;
    this.lock = lock;
  }

  /** Waits until it is this thread's turn. */
  static BlobLock acquire(Path file) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    ReentrantLock local = IN_THIS_PROCESS.computeIfAbsent(path, unused -> new ReentrantLock());
    try {
      local.lockInterruptibly();
    } catch (InterruptedException e) {
      throw HubErrors.interrupted(e);
    }
    boolean acquired = false;
    try {
      Files.createDirectories(path.getParent());
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        BlobLock held = new BlobLock(local, channel, channel.lock());
        acquired = true;
        return held;
      } finally {
        if (!acquired) {
          channel.close();
        }
      }
    } finally {
      if (!acquired) {
        local.unlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      local.unlock();
    }
  }
}
