package org.emoglot.projection;

import java.util.function.IntConsumer;
import tagbio.umap.ProgressListener;
import tagbio.umap.Umap;
import tagbio.umap.UmapProgress;

/**
 * Embeddings laid out by UMAP (L. McInnes, J. Healy, J. Melville: <i>UMAP: Uniform Manifold
 * Approximation and Projection for Dimension Reduction</i>, 2018), in the port of Tag.bio: 15
 * neighbours, a least distance of 0.1 and 500 epochs, the defaults of umap-learn.
 *
 * <p>The port starts at random, umap-learn with the spectrum of the graph; so the seed decides the
 * arrangement of distant groups. Only neighbourhood means something.
 */
final class UmapLayout {

  /** From 4096 on the port approximates neighbours; below they are exact. */
  static final int MOST = 4000;

  private static final int NEIGHBOURS = 15;

  private UmapLayout() {}

  /**
   * The layout of embeddings (N, D), finite, 3 to {@link #MOST} of them.
   *
   * @param progress is told how much is done, in percent, now and then; may throw to give up
   * @return (N, 2); a pure function of embeddings and seed
   */
  static double[][] of(float[][] embeddings, long seed, IntConsumer progress) {
    if (embeddings.length < 3 || embeddings.length > MOST) {
      throw new IllegalArgumentException(
          "Expected 3 to %d embeddings, found %d.".formatted(MOST, embeddings.length));
    }
    float[][] points;
    synchronized (UmapLayout.class) { // the port counts its progress for the whole process
      points = layOut(embeddings, seed, progress);
    }
    double[][] wide = new double[points.length][];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = new double[] {points[i][0], points[i][1]};
    }
    return wide;
  }

  private static float[][] layOut(float[][] embeddings, long seed, IntConsumer progress) {
    ProgressListener listener =
        state -> {
          if (state.getTotal() > 0) {
            progress.accept((int) Math.min(100, 100L * state.getCount() / state.getTotal()));
          }
        };
    UmapProgress.addProgressListener(listener);
    try {
      return new Umap()
          .setNumberComponents(2)
          .setNumberNearestNeighbours(neighbours(embeddings.length))
          .setThreads(1) // with several the result depends on their race
          .setSeed(seed)
          .fitTransform(embeddings);
    } finally {
      UmapProgress.removeProgressListener(listener);
    }
  }

  /** How so many embeddings are laid out, for the record. */
  static String settings(int embeddings) {
    return "%d neighbours, least distance 0.1, 500 epochs, from a random start"
        .formatted(neighbours(embeddings));
  }

  private static int neighbours(int embeddings) {
    return Math.min(NEIGHBOURS, embeddings - 1);
  }
}
