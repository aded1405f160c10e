package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Relative positions by a grouped convolution over time with weight norm, then GELU.
 *
 * <p>w = g v / |v|, the norm over output and input channels, one per kernel position. Shapes: v (D,
 * D / groups, kernel), g (1, 1, kernel); frames (ΣT, D) in and out.
 */
final class PositionalConvolution {

  private static final String NAME = "encoder.pos_conv_embed.conv";

  private final Parameters parameters;
  private final Tensor magnitude;
  private final Tensor direction;
  private final Tensor bias;
  private final int kernel;
  private final int groups;

  PositionalConvolution(Wav2Vec2Config config, Parameters parameters) {
    kernel = config.positionalKernel();
    groups = config.positionalGroups();
    int width = config.width();
    this.parameters = parameters;
    // As in the reference implementation: v ~ N(0, 4 / (kernel D)), g = |v|, which has this mean.
    double deviation = Math.sqrt(4.0 / ((double) kernel * width));
    double norm = deviation * Math.sqrt((double) width * width / groups);
    magnitude = parameters.take(NAME + ".weight_g", Initializer.constant(norm), 1, 1, kernel);
    direction =
        parameters.take(
            NAME + ".weight_v", Initializer.normal(deviation), width, width / groups, kernel);
    bias = parameters.take(NAME + ".bias", Initializer.constant(0), width);
  }

  /** Frames (ΣT, D) in and out, each sequence as if it were alone. */
  Tensor forward(Frames x) {
    Tensor weight = parameters.derived(
            NAME + ".weight", () -> parameters.factor(weight()), magnitude, direction);
    List<Tensor> sums = new ArrayList<>();
    for (Tensor run : x.runs()) {
      Tensor y =
          Ops.conv1d(
              parameters.factor(run.transpose(1, 2)),
              weight,
              parameters.factor(bias),
              1,
              kernel / 2,
              groups); // (n, D, T or T + 1)
      // An even kernel gives one frame too many.
      sums.add(
          y.narrow(2, 0, run.size(1)).transpose(1, 2).reshape(-1, run.size(2))); // (n T, D)
    }
    return Ops.gelu(Ops.concatenate(sums)); // (ΣT, D)
  }

  private Tensor weight() {
    return direction.mul(magnitude.div(Ops.norm(direction, 0, 1)));
  }
}
