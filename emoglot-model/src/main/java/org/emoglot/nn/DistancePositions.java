package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * A learned vector for each distance of query and key, with which the query is multiplied (Shaw et
 * al. 2018, arXiv 1803.02155); all distances beyond the largest on either side share one.
 */
public final class DistancePositions implements AttentionPositions {

  private final Parameters parameters;
  private final Tensor vectors; // (left + right + 1, D/H)
  private final int left;
  private final int right;

  /**
   * @param left the largest distance of a key before the query
   * @param right of a key after it
   * @param name the attention's
   */
  public DistancePositions(
      int width, int heads, int left, int right, Parameters parameters, String name) {
    this.parameters = parameters;
    this.left = left;
    this.right = right;
    vectors =
        parameters.takeFactor(
            name + ".distance_embedding.weight",
            Initializer.normal(1),
            left + right + 1L,
            width / heads);
  }

  @Override
  public Tensor bias(Tensor x, Tensor queries) {
    int frames = Math.toIntExact(x.size(1));
    Tensor byDistance =
        queries.matmul(Ops.like(parameters.factor(vectors), queries).transpose(0, 1));
    Tensor scores =
        Distances.pick(
            byDistance,
            (query, key) -> Math.max(-left, Math.min(right, key - query)) + left,
            frames);
    return Ops.scale(scores, 1 / Math.sqrt(queries.size(3)));
  }
}
