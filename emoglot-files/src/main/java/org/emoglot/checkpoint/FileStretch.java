package org.emoglot.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Stretches of an open file: large ones are mapped, small ones read, as a mapping takes a page. */
final class FileStretch {

  private static final int MAPPED_FROM_BYTES = 1 << 16;

  private FileStretch() {}

  /** Read-only, with the byte order little-endian; the stretch must lie within the file. */
  static ByteBuffer of(FileChannel channel, long begin, long bytes) throws IOException {
    if (bytes >= MAPPED_FROM_BYTES) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, begin, bytes)
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer copy = ByteBuffer.allocate((int) bytes);
    while (copy.hasRemaining()) {
      if (channel.read(copy, begin + copy.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
    return copy.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
