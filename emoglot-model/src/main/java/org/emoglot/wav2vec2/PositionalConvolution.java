package org.emoglot.wav2vec2;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Relative positions by a grouped convolution over time with weight norm, then GELU.
 *
 * <p>w = g v / |v|, the norm over output and input channels, one per kernel position. Shapes: v (D,
 * D / groups, kernel), g (1, 1, kernel); frames (B, T, D) in and out. A family may have a batch
 * norm of the input instead, with w = v.
 */
final class PositionalConvolution {

  private final @Nullable Tensor magnitude;
  private final Tensor direction;
  private final Tensor bias;
  private final int kernel;
  private final int groups;
  private final Layer inputNorm;

  PositionalConvolution(Wav2Vec2Config config, Parameters parameters) {
    kernel = config.positionalKernel();
    groups = config.positionalGroups();
    int width = config.width();
    String name = "encoder.pos_conv_embed.conv";
    // As in the reference implementation: v ~ N(0, 4 / (kernel D)), g = |v|, which has this mean.
    double deviation = Math.sqrt(4.0 / ((double) kernel * width));
    double norm = deviation * Math.sqrt((double) width * width / groups);
    boolean batchNorm = config.family().positionalBatchNorm();
    inputNorm =
        batchNorm
            ? new FrozenBatchNorm(parameters, "encoder.pos_conv_embed.batch_norm", width)
            : x -> x;
    magnitude =
        batchNorm
            ? null
            : parameters.take(name + ".weight_g", Initializer.constant(norm), 1, 1, kernel);
    direction =
        parameters.take(
            name + (batchNorm ? ".weight" : ".weight_v"),
            Initializer.normal(deviation),
            width,
            width / groups,
            kernel);
    bias = parameters.take(name + ".bias", Initializer.constant(0), width);
  }

  /** What {@link #forward} is to be given, (B, T, D): zero wherever there is no frame. */
  Tensor normalise(Tensor x) {
    return inputNorm.forward(x);
  }

  Tensor forward(Tensor x) {
    Tensor weight =
        magnitude == null ? direction : direction.mul(magnitude.div(Ops.norm(direction, 0, 1)));
    Tensor y =
        Ops.conv1d(x.transpose(1, 2), weight, bias, 1, kernel / 2, groups); // (B, D, T or T + 1)
    // An even kernel gives one frame too many.
    return Ops.gelu(y.narrow(2, 0, x.size(1))).transpose(1, 2); // (B, T, D)
  }
}
