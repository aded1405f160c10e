package org.emoglot.embedding;

import java.util.List;

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

  /** The frames of a clip from those of its windows; one window alone is returned as it is. */
  static Embedding join(List<Embedding> windows) {
    if (windows.size() == 1) {
      return windows.get(0);
    }
    int width = windows.get(0).width();
    int frames = windows.stream().mapToInt(Embedding::frames).reduce(0, Math::addExact);
    float[] values = new float[Math.multiplyExact(frames, width)];
    int start = 0;
    for (Embedding window : windows) {
      System.arraycopy(window.values(), 0, values, start, window.values().length);
      start += window.values().length;
    }
    return new Embedding(frames, width, values);
  }
}
