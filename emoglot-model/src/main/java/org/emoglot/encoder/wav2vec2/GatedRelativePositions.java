package org.emoglot.encoder.wav2vec2;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.AttentionPositions;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * The gated relative position bias of WavLM (Chen et al. 2022, arXiv 2110.13900, section III-B):
 * {@link RelativePositions}, weighted by what a layer's gates read from each query frame.
 *
 * <p>From the part of a frame that a head sees, a projection to 2 x 4 values, summed over the four,
 * gives two gates a and b; the weight is 2 + a (c b - 1) with one learned c for each head.
 */
final class GatedRelativePositions implements AttentionPositions {

  private static final int GATES = 2;
  private static final int VALUES_PER_GATE = 4;

  private final RelativePositions positions;
  private final int heads;
  private final Linear projection;
  private final Tensor factor; // (1, H, 1, 1)

  GatedRelativePositions(
      RelativePositions positions, int heads, int width, Parameters parameters, String name) {
    this.positions = positions;
    this.heads = heads;
    factor = parameters.take(name + ".gru_rel_pos_const", Initializer.constant(1), 1, heads, 1, 1);
    projection =
        new Linear(
            parameters, name + ".gru_rel_pos_linear", width / heads, GATES * VALUES_PER_GATE);
  }

  @Override
  public Tensor bias(Tensor x, Tensor queries) {
    long batch = x.size(0);
    long frames = x.size(1);
    Tensor parts = x.view(batch, frames, heads, x.size(2) / heads).transpose(1, 2);
    Tensor gates =
        Ops.sum(
                projection.forward(parts).reshape(batch, heads, frames, GATES, VALUES_PER_GATE),
                4,
                false)
            .sigmoid(); // (B, H, T, 2)
    Tensor a = gates.narrow(3, 0, 1); // (B, H, T, 1)
    Tensor b = gates.narrow(3, 1, 1);
    Tensor weight = Ops.plus(a.mul(Ops.plus(b.mul(factor), -1)), 2);
    return weight.mul(positions.forward(Math.toIntExact(frames))); // (B, H, T, T)
  }
}
