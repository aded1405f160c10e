package org.emoglot.encoder.context;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.nn.FrozenBatchNorm;
import org.emoglot.nn.Layer;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Relative positions by a grouped convolution over time with weight norm, then GELU.
 *
 * <p>w = g v / |v|, the norm over output and input channels, one per kernel position. Shapes: v (D,
 * D / groups, kernel), g (1, 1, kernel); frames (ΣT, D) in and out. A family may have a batch norm
 * of the input instead, with w = v.
 */
final class PositionalConvolution implements Positions {

  private static final String NAME = "encoder.pos_conv_embed.conv";

  private final Parameters parameters;
  private final @Nullable Tensor magnitude;
  private final Tensor direction;
  private final Tensor bias;
  private final GroupedConvolution convolution;
  private final Layer inputNorm;

  PositionalConvolution(ContextConfig config, boolean batchNorm, Parameters parameters) {
    convolution = new GroupedConvolution(config, parameters);
    int kernel = config.positionalKernel();
    int groups = config.positionalGroups();
    int width = config.width();
    this.parameters = parameters;
    // As in the reference implementation: v ~ N(0, 4 / (kernel D)), g = |v|, which has this mean.
    double deviation = Math.sqrt(4.0 / ((double) kernel * width));
    double norm = deviation * Math.sqrt((double) width * width / groups);
    inputNorm =
        batchNorm
            ? new FrozenBatchNorm(parameters, "encoder.pos_conv_embed.batch_norm", width)
            : x -> x;
    magnitude =
        batchNorm
            ? null
            : parameters.take(NAME + ".weight_g", Initializer.constant(norm), 1, 1, kernel);
    direction =
        parameters.take(
            NAME + (batchNorm ? ".weight" : ".weight_v"),
            Initializer.normal(deviation),
            width,
            width / groups,
            kernel);
    bias = parameters.take(NAME + ".bias", Initializer.constant(0), width);
  }

  @Override
  public Tensor forward(Frames x) {
    Tensor weight = weight();
    List<Tensor> sums = new ArrayList<>();
    for (Tensor run : x.with(inputNorm.forward(x.values())).runs()) {
      sums.add(convolution.forward(run, weight, bias).reshape(-1, run.size(2))); // (n T, D)
    }
    return Ops.gelu(Ops.concatenate(sums)); // (ΣT, D)
  }

  private Tensor weight() {
    Tensor length = magnitude;
    return length == null
        ? parameters.derived(NAME, () -> convolution.factor(direction), direction)
        : parameters.derived(
            NAME,
            () -> convolution.factor(direction.mul(length.div(Ops.norm(direction, 0, 1)))),
            direction,
            length);
  }
}
