package org.emoglot.encoder.context;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Relative positions by several grouped convolutions one above the other, each with a layer norm
 * without scale and shift and GELU (Baevski et al. 2022, arXiv 2202.03555).
 */
final class PositionalStack implements Positions {

  private static final double EPSILON = 1e-5; // PyTorch's; no configuration changes it

  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> biases = new ArrayList<>();
  private final GroupedConvolution convolution;

  PositionalStack(ContextConfig config, int depth, Parameters parameters) {
    convolution = new GroupedConvolution(config, parameters);
    int width = config.width();
    for (int i = 0; i < depth; i++) {
      String name = "encoder.pos_conv_embed.layers." + i + ".conv";
      weights.add(
          parameters.take(
              name + ".weight",
              Initializer.kaiming(),
              width,
              width / config.positionalGroups(),
              config.positionalKernel()));
      biases.add(parameters.take(name + ".bias", Initializer.constant(0), width));
    }
  }

  @Override
  public Tensor forward(Frames x) {
    List<Tensor> positions = new ArrayList<>();
    for (Tensor run : x.runs()) {
      Tensor h = run; // (n, T, D)
      for (int i = 0; i < weights.size(); i++) {
        Tensor y = convolution.forward(h, weights.get(i), biases.get(i));
        h = Ops.gelu(Ops.layerNorm(Ops.single(y), EPSILON));
      }
      positions.add(h.reshape(-1, run.size(2))); // (n T, D)
    }
    return Ops.concatenate(positions); // (ΣT, D)
  }
}
