package org.emoglot.wav2vec2;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Relative positions by a grouped convolution over time with weight norm, then GELU.
 *
 * <p>w = g v / |v|, the norm over output and input channels, one per kernel position. Shapes: v (D,
 * D / groups, kernel), g (1, 1, kernel); frames (B, T, D) in and out.
 */
final class PositionalConvolution {

  private final Tensor magnitude;
  private final Tensor direction;
  private final Tensor bias;
  private final int kernel;
  private final int groups;

  PositionalConvolution(Wav2Vec2Config config, Parameters parameters) {
    kernel = config.positionalKernel();
    groups = config.positionalGroups();
    int width = config.width();
    String name = "encoder.pos_conv_embed.conv";
    // As in the reference implementation: v ~ N(0, 4 / (kernel D)), g = |v|, which has this mean.
    double deviation = Math.sqrt(4.0 / ((double) kernel * width));
    double norm = deviation * Math.sqrt((double) width * width / groups);
    magnitude = parameters.take(name + ".weight_g", Initializer.constant(norm), 1, 1, kernel);
    direction =
        parameters.take(
            name + ".weight_v", Initializer.normal(deviation), width, width / groups, kernel);
    bias = parameters.take(name + ".bias", Initializer.constant(0), width);
  }

  Tensor forward(Tensor x) {
    Tensor weight = direction.mul(magnitude.div(Ops.norm(direction, 0, 1)));
    Tensor y =
        Ops.conv1d(x.transpose(1, 2), weight, bias, 1, kernel / 2, groups); // (B, D, T or T + 1)
    // An even kernel gives one frame too many.
    return Ops.gelu(y.narrow(2, 0, x.size(1))).transpose(1, 2); // (B, T, D)
  }
}
