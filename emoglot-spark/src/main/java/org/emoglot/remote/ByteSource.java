package org.emoglot.remote;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes at any place, read from anywhere in them. For one thread. */
interface ByteSource extends Closeable {

  /** How many there are. */
  long size() throws IOException;

  /**
   * Reads some bytes.
   *
   * @param position of the first, at least 0
   * @param into takes at most as many as it has room for
   * @return how many were read; -1 at the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  /** Bytes in memory. */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer into) {
        if (position >= bytes.length) {
          return -1;
        }
        int length = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, length);
        return length;
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }
}
