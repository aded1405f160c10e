package org.emoglot.encoder.emotion2vec;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.AttentionPositions;
import org.emoglot.tensor.Ops;

/**
 * Attention with linear biases (Press et al. 2021, arXiv 2108.12409) in both directions: a score
 * falls with the distance of query and key, at another slope in each head, times a learned scale
 * that is at least 0. Scores of extra tokens have no bias.
 */
final class AlibiPositions implements AttentionPositions {

  private final Tensor scales; // (1 or L, 1, 1 or H, 1, 1)
  private final int layer;
  private final int tokens;
  private final float[] slopes;

  /**
   * @param layer of whose scales to take, where layers have their own
   * @param tokens extra ones at the beginning of each sequence
   */
  AlibiPositions(Tensor scales, int layer, int heads, int tokens) {
    this.scales = scales;
    this.layer = layer;
    this.tokens = tokens;
    List<Double> all = slopes(heads);
    slopes = new float[heads];
    for (int head = 0; head < heads; head++) {
      slopes[head] = (float) -all.get(head);
    }
  }

  /**
   * A geometric sequence where the number is a power of two; otherwise that of the power below, and
   * every other one of that above.
   */
  private static List<Double> slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    double ratio = Math.pow(2, -8.0 / power);
    List<Double> slopes = new ArrayList<>();
    for (int i = 1; i <= power; i++) {
      slopes.add(Math.pow(ratio, i));
    }
    if (power < heads) {
      List<Double> finer = slopes(2 * power);
      for (int i = 0; slopes.size() < heads; i += 2) {
        slopes.add(finer.get(i));
      }
    }
    return slopes;
  }

  @Override
  public Tensor bias(Tensor x, Tensor queries) {
    int frames = Math.toIntExact(x.size(1));
    float[] places = new float[frames];
    float[] counts = new float[frames];
    for (int i = tokens; i < frames; i++) {
      places[i] = i;
      counts[i] = 1;
    }
    Tensor place = Ops.tensor(places, frames);
    Tensor count = Ops.tensor(counts, frames);
    Tensor distances =
        place
            .unsqueeze(0)
            .sub(place.unsqueeze(1))
            .abs()
            .mul(count.unsqueeze(0).mul(count.unsqueeze(1))); // (T, T)
    Tensor scale = scales.select(0, scales.size(0) == 1 ? 0 : layer).relu(); // (1, 1 or H, 1, 1)
    return scale.mul(Ops.tensor(slopes, 1, slopes.length, 1, 1)).mul(distances); // (1, H, T, T)
  }
}
