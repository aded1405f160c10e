package org.emoglot.feature;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The count of a store's bytes, held by one thread of one process at a time. The system releases it
 * if the process dies.
 *
 * <p>Bytes are counted before they are published, so the count may be too large after a kill, until
 * the entries are counted again, but not too small.
 */
final class Ledger implements AutoCloseable {

  // The system's locks belong to the process, and closing any channel of the file frees them: so
  // one thread of this process at a time has a channel at all.
  private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS =
      new ConcurrentHashMap<>();

  private final ReentrantLock local;
  private final FileChannel channel;

  private Ledger(ReentrantLock local, FileChannel channel) {
    this.local = local;
    this.channel = channel;
  }

  /** Waits until it is this thread's turn. */
  static Ledger take(Path wanted) throws IOException {
    // By its real path, so that a link does not make two locks of one.
    Path file =
        Files.createDirectories(wanted.getParent()).toRealPath().resolve(wanted.getFileName());
    ReentrantLock local = IN_THIS_PROCESS.computeIfAbsent(file, unused -> new ReentrantLock());
    try {
      local.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for " + file);
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        channel.lock(); // freed when the channel is closed
        taken = true;
        return new Ledger(local, channel);
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    } finally {
      if (!taken) {
        local.unlock();
      }
    }
  }

  /** Bytes of all entries; more than any limit if nobody has counted them. */
  long bytes() throws IOException {
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = channel.read(count, 0) == Long.BYTES;
    return whole && count.getLong(0) >= 0 ? count.getLong(0) : Long.MAX_VALUE / 2;
  }

  void setBytes(long bytes) throws IOException {
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    channel.write(count.putLong(0, bytes), 0);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      local.unlock();
    }
  }
}
