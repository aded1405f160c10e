package org.emoglot.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first twelve bytes of a WAVE file: {@code RIFF}, {@code RIFX}, {@code RF64} or {@code BW64},
 * an unused size, and {@code WAVE}.
 *
 * @param order byte order of every number in the file
 */
record RiffHeader(ByteOrder order) {

  static final int FMT = fourCc("fmt ");
  static final int DATA = fourCc("data");
  static final int DS64 = fourCc("ds64");

  /** A 32-bit size that says: not known when this was written, or see the ds64 chunk. */
  static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

  private static final int RIFF = fourCc("RIFF");
  private static final int RIFX = fourCc("RIFX");
  private static final int RF64 = fourCc("RF64");
  private static final int BW64 = fourCc("BW64");
  private static final int WAVE = fourCc("WAVE");
  private static final int BYTES = 12;

  static Optional<RiffHeader> parse(byte[] head) {
    if (head.length < BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(head);
    int kind = id(bytes, 0);
    if (id(bytes, 8) != WAVE || (kind != RIFF && kind != RIFX && kind != RF64 && kind != BW64)) {
      return Optional.empty();
    }
    return Optional.of(
        new RiffHeader(kind == RIFX ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
  }

  /** Four characters as a number, in reading order whatever the buffer's order is. */
  static int id(ByteBuffer bytes, int at) {
    int value = bytes.getInt(at);
    return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }

  private static int fourCc(String text) {
    return text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
  }
}
