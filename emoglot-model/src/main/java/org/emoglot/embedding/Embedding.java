package org.emoglot.embedding;

/**
 * The embedding of one clip.
 *
 * @param frames how many frames the clip has, T
 * @param width of one embedding, D
 * @param values D values of an utterance, or T times D of its frames, row-major; not to be modified
 */
public record Embedding(int frames, int width, float[] values) {

  public Embedding {
    if (values.length != width && values.length != Math.multiplyExact(frames, width)) {
      throw new IllegalArgumentException(
          "Expected %d or %d x %d values, found %d."
              .formatted(width, frames, width, values.length));
    }
  }

  /** One of an utterance, T of its frames. */
  public int rows() {
    return values.length / width;
  }
}
