package org.emoglot.extraction;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian 32-bit floats in streams. */
final class Floats {

  private static final int BUFFER_VALUES = 1 << 14;

  private Floats() {}

  static void write(OutputStream out, float[] values) throws IOException {
    ByteBuffer buffer = allocate(Math.min(values.length, BUFFER_VALUES));
    for (int start = 0; start < values.length; start += BUFFER_VALUES) {
      int count = Math.min(BUFFER_VALUES, values.length - start);
      buffer.asFloatBuffer().put(values, start, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
    }
  }

  /** Reads as many as there is room for. */
  static void read(InputStream in, float[] values) throws IOException {
    ByteBuffer buffer = allocate(Math.min(values.length, BUFFER_VALUES));
    for (int start = 0; start < values.length; start += BUFFER_VALUES) {
      int count = Math.min(BUFFER_VALUES, values.length - start);
      int bytes = count * Float.BYTES;
      if (in.readNBytes(buffer.array(), 0, bytes) < bytes) {
        throw new EOFException("ended before its last value");
      }
      buffer.asFloatBuffer().get(values, start, count);
    }
  }

  private static ByteBuffer allocate(int values) {
    return ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
