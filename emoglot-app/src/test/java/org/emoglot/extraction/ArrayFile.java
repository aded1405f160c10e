package org.emoglot.extraction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An .npy file as another program reads it; shares no code with what writes it.
 *
 * @param rows first axis
 * @param width second axis
 * @param values row-major
 */
public record ArrayFile(int rows, int width, float[] values) {

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), \\} *\n");

  /** Reads a file of version 1.0. */
  public static ArrayFile read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("\u0093NUMPY\u0001\u0000")) {
      throw new IOException("no NumPy file of version 1.0: " + file);
    }
    byte[] text = new byte[bytes.getShort()];
    bytes.get(text);
    Matcher header = HEADER.matcher(new String(text, StandardCharsets.US_ASCII));
    if (!header.matches()) {
      throw new IOException("unexpected header " + new String(text, StandardCharsets.US_ASCII));
    }
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return new ArrayFile(
        Integer.parseInt(header.group(1)), Integer.parseInt(header.group(2)), values);
  }
}
