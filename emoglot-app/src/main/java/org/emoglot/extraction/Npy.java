package org.emoglot.extraction;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.emoglot.io.AtomicFiles.Content;

/**
 * NumPy's file format for one array, version 1.0, of two-dimensional float32 in row-major order.
 *
 * <p>Six bytes {@code \x93NUMPY}; the version as two bytes; the length of what follows as a
 * little-endian 16-bit integer; a Python dictionary as text, filled up with blanks and ended by a
 * line feed so that all before the values is a multiple of 64 bytes; then the values, little-endian
 * (<a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format
 * </a>).
 */
final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int LENGTH_BYTES = 2;

  private Npy() {}

  /**
   * Writes an array.
   *
   * @param values writes {@code rows} times {@code width} values, as {@link Floats#write} does
   */
  static void write(OutputStream out, long rows, int width, Content values) throws IOException {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, width);
    int unfilled = MAGIC.length + LENGTH_BYTES + dictionary.length() + 1;
    int blanks = Math.floorMod(-unfilled, ALIGNMENT);
    int length = dictionary.length() + blanks + 1;
    out.write(MAGIC);
    out.write(length & 0xFF);
    out.write(length >> Byte.SIZE);
    out.write((dictionary + " ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII));
    values.writeTo(out);
  }
}
