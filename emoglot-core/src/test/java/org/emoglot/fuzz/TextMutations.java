package org.emoglot.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage to text files, as it happens and as somebody does it on purpose. Seeded. */
final class TextMutations {

  /** What parsers stumble over. */
  private static final List<byte[]> PIECES =
      List.of(
          bytes("[".repeat(2_000)),
          bytes("{\"a\":".repeat(2_000)),
          bytes("9".repeat(2_000)),
          bytes("1e999999999"),
          bytes("-"),
          bytes("NaN"),
          bytes("null"),
          bytes("\u0000"),
          bytes("\u0000a.wav"),
          bytes("./".repeat(1_500)),
          bytes("../".repeat(40)),
          bytes(" ".repeat(20_000)),
          bytes("x".repeat(20_000)),
          bytes("\"".repeat(3)),
          bytes("'"),
          bytes("\n\n"),
          bytes("\r"),
          bytes("\t"),
          bytes(","),
          bytes(";"),
          bytes(": "),
          bytes("&a *a"),
          bytes("!!java.net.URL [\"file:///\"]"),
          bytes("=1+1"),
          bytes("\u001b[31m"),
          bytes("\uFEFF"),
          bytes("\u2028"),
          bytes("%s%n%d"),
          new byte[] {(byte) 0xFF, (byte) 0xFE},
          new byte[] {(byte) 0xC3},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

  private TextMutations() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The text with one to four places damaged. */
  static byte[] of(byte[] text, Random random) {
    byte[] mutated = text;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] text, Random random) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + random.nextInt(1 << random.nextInt(8)));
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(text, from); // broken off
      case 1 -> spliced(text, from, to, new byte[0]); // a stretch lost
      case 2 -> spliced(text, to, to, Arrays.copyOfRange(text, from, to)); // a stretch twice
      case 3 -> flipped(text, random);
      case 4 -> spliced(text, from, to, PIECES.get(random.nextInt(PIECES.size())));
      default -> spliced(text, from, from, PIECES.get(random.nextInt(PIECES.size())));
    };
  }

  private static byte[] flipped(byte[] text, Random random) {
    byte[] mutated = text.clone();
    if (mutated.length > 0) {
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutated;
  }

  private static byte[] spliced(byte[] text, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + between.length);
    out.write(text, 0, from);
    out.writeBytes(between);
    out.write(text, to, text.length - to);
    return out.toByteArray();
  }
}
