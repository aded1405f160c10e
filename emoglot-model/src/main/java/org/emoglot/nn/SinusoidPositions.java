package org.emoglot.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * The relative positions of Transformer-XL (Dai et al. 2019, arXiv 1901.02860, section 3.3): scores
 * (q + u) k + (q + v) W r, with r the sines and cosines of the distance of query and key, a learned
 * W, and learned u and v for each head.
 */
public final class SinusoidPositions implements AttentionPositions {

  private static final double LONGEST = 10_000;

  private final int width;
  private final int heads;
  private final Linear projection;
  private final Tensor content; // u, (H, D/H)
  private final Tensor place; // v, (H, D/H)

  /**
   * @param width D, even
   * @param name the attention's
   */
  public SinusoidPositions(int width, int heads, Parameters parameters, String name) {
    this.width = width;
    this.heads = heads;
    int ofHead = width / heads;
    Initializer draw = Initializer.xavier();
    projection = Linear.withoutBias(parameters, name + ".linear_pos", width, width);
    content = parameters.take(name + ".pos_bias_u", draw, heads, ofHead);
    place = parameters.take(name + ".pos_bias_v", draw, heads, ofHead);
  }

  @Override
  public Tensor queries(Tensor queries) {
    return queries.add(Ops.like(content.unsqueeze(1), queries));
  }

  @Override
  public Tensor bias(Tensor x, Tensor queries) {
    int frames = Math.toIntExact(x.size(1));
    int ofHead = width / heads;
    Tensor distances =
        projection
            .forward(sinusoids(frames)) // (2 T - 1, D)
            .view(2L * frames - 1, heads, ofHead)
            .permute(1, 2, 0); // (H, D/H, 2 T - 1)
    Tensor asking = queries.add(Ops.like(place.unsqueeze(1), queries));
    Tensor byDistance = asking.matmul(Ops.like(distances, asking)); // (n, H, T, 2 T - 1)
    // Column c is of keys T - 1 - c frames before the query.
    Tensor scores = Distances.pick(byDistance, (query, key) -> frames - 1 - query + key, frames);
    return Ops.scale(scores, 1 / Math.sqrt(ofHead));
  }

  /** Sines and cosines, by turns, of the distances T - 1 to 1 - T: (2 T - 1, D). */
  private Tensor sinusoids(int frames) {
    float[] distances = new float[2 * frames - 1];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = frames - 1 - i;
    }
    float[] even = new float[width / 2];
    for (int i = 0; i < even.length; i++) {
      even[i] = 2 * i;
    }
    // In the engine and step by step in float32, so that large angles round as in transformers.
    Tensor speeds =
        Ops.scale(Ops.tensor(even, 1, even.length), -Math.log(LONGEST) / width).exp(); // (1, D/2)
    Tensor angles = Ops.tensor(distances, distances.length, 1).mul(speeds).unsqueeze(2);
    return Ops.beside(List.of(angles.sin(), angles.cos())).reshape(distances.length, width);
  }
}
