package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files whose header and data need not fit. */
final class RawFile {

  private RawFile() {}

  /** A header, preceded by its true length, and so many bytes of zeros. */
  static Path write(Path file, String header, int dataBytes) throws IOException {
    return write(file, header.getBytes(UTF_8), dataBytes);
  }

  static Path write(Path file, byte[] header, int dataBytes) throws IOException {
    return Files.write(file, bytes(header.length, header, dataBytes));
  }

  /** A header, preceded by an announced length, and so many bytes of zeros. */
  static byte[] bytes(long length, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }
}
