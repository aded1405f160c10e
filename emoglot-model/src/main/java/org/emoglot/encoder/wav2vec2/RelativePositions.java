package org.emoglot.encoder.wav2vec2;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/**
 * A learned value for each attention head and each class of distances between two frames, shared by
 * all layers (Raffel et al. 2020, arXiv 1910.10683, section 2.1).
 *
 * <p>Of the classes, half are for keys after the query. Of either half, the first half are single
 * distances; the others grow with the logarithm of the distance, up to the largest.
 */
final class RelativePositions {

  private final Tensor values; // (buckets, H)
  private final int[] classOfDistance; // from the largest before a query on

  RelativePositions(Variant.WavLm config, int heads, Parameters parameters) {
    values =
        parameters.take(
            "encoder.layers.0.attention.rel_attn_embed.weight",
            Initializer.normal(1),
            config.buckets(),
            heads);
    classOfDistance = classesOfDistances(config);
  }

  /** The class of every distance from the largest before a query to the largest behind it. */
  static int[] classesOfDistances(Variant.WavLm config) {
    int oneSide = config.buckets() / 2;
    int[] classes = classes(oneSide, config.maxDistance());
    int most = config.maxDistance();
    int[] all = new int[2 * most + 1];
    for (int i = 0; i < all.length; i++) {
      int distance = i - most; // of the key from the query
      all[i] = (distance > 0 ? oneSide : 0) + classes[Math.abs(distance)];
    }
    return all;
  }

  /** The class of every distance up to the largest, without its side. */
  private static int[] classes(int number, int maxDistance) {
    int single = number / 2;
    float[] distances = new float[maxDistance + 1];
    for (int d = 0; d <= maxDistance; d++) {
      distances[d] = d;
    }
    float[] beyond;
    try (Scope scope = Scope.open()) {
      // In the engine and step by step in float32, so that rounding puts no distance elsewhere.
      Tensor growth =
          Ops.tensor(distances, distances.length)
              .div(new Scalar(single))
              .log()
              .div(new Scalar(Math.log((double) maxDistance / single)));
      beyond = Ops.floats(Ops.plus(Ops.scale(growth, number - single), single));
    }
    int[] classes = new int[maxDistance + 1];
    for (int d = 0; d <= maxDistance; d++) {
      classes[d] = d < single ? d : Math.min((int) beyond[d], number - 1);
    }
    return classes;
  }

  /**
   * The values for a clip.
   *
   * @param frames its length T
   * @return shape (H, T, T), queries before keys
   */
  Tensor forward(int frames) {
    int[] classes = new int[2 * frames - 1];
    int most = classOfDistance.length / 2;
    for (int i = 0; i < classes.length; i++) {
      int distance = i - (frames - 1); // of the key from the query
      classes[i] = classOfDistance[most + Math.max(-most, Math.min(most, distance))];
    }
    Tensor byDistance =
        values.index_select(0, Ops.indices(classes)).transpose(0, 1); // (H, 2 T - 1)
    // Window s begins at distance s - (T - 1), which is what the query T - 1 - s sees first.
    return byDistance.unfold(1, frames, 1).flip(1); // (H, T, T)
  }
}
