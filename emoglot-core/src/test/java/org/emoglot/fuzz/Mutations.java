package org.emoglot.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damage to files: bits, runs of bytes, sizes, missing and repeated parts. */
public final class Mutations {

  private static final int[] TELLING_SIZES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFFFF, 0x10000000, 1 << 16
  };

  private Mutations() {}

  /** One to three edits. */
  public static byte[] of(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits && bytes.length > 8; i++) {
      bytes = edit(bytes, random);
    }
    return bytes;
  }

  private static byte[] edit(byte[] bytes, Random random) {
    int length = bytes.length;
    // Half of the edits hit the headers at the beginning, or the index at the end.
    int zone = Math.min(length, 300);
    int at =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(zone);
          case 1 -> length - 1 - random.nextInt(zone);
          default -> random.nextInt(length);
        };
    int range = Math.min(length - at, 1 + random.nextInt(1 << (1 + random.nextInt(11))));
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = at; i < at + Math.min(range, 16); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        return Arrays.copyOf(bytes, at + 1);
      }
      case 3 -> {
        return splice(bytes, at, at + range, new byte[0]);
      }
      case 4 -> {
        return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + range));
      }
      case 5 -> Arrays.fill(bytes, at, at + range, (byte) 0);
      default -> {
        int size = TELLING_SIZES[random.nextInt(TELLING_SIZES.length)];
        int position = Math.min(at, length - 4);
        ByteBuffer.wrap(bytes)
            .putInt(position, random.nextBoolean() ? size : Integer.reverseBytes(size));
      }
    }
    return bytes;
  }

  /** Puts something in the place of {@code [from, to)}. */
  private static byte[] splice(byte[] bytes, int from, int to, byte[] put) {
    byte[] spliced = new byte[bytes.length - (to - from) + put.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(put, 0, spliced, from, put.length);
    System.arraycopy(bytes, to, spliced, from + put.length, bytes.length - to);
    return spliced;
  }
}
