package org.emoglot.audio;

import java.util.Arrays;

/** Cuts a stream anew, wherever its own blocks end. To be used by one thread. */
public final class Pieces {

  private final SampleStream stream;
  private float[] block = new float[0];
  private int at;

  /** Reads on in a stream, which is not closed. */
  public Pieces(SampleStream stream) {
    this.stream = stream;
  }

  /**
   * The next samples.
   *
   * @param length how many, at least 1
   * @return as many; fewer at the end of the stream, and none behind it
   */
  public float[] next(int length) {
    float[] piece = new float[Math.min(length, block.length - at)];
    int filled = 0;
    while (true) {
      int count = Math.min(length - filled, block.length - at);
      if (piece.length < filled + count) {
        piece = Arrays.copyOf(piece, Math.min(length, Math.max(filled + count, 2 * filled)));
      }
      System.arraycopy(block, at, piece, filled, count);
      at += count;
      filled += count;
      if (filled == length) {
        return piece;
      }
      block = stream.next();
      at = 0;
      if (block.length == 0) {
        return Arrays.copyOf(piece, filled);
      }
    }
  }
}
