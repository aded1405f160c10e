package org.emoglot.encoder.context;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Parameters;

/** A convolution over time in groups of channels, with as many frames out as in. */
final class GroupedConvolution {

  /**
   * Groups of other widths than multiples of this are convolved in float32: in bfloat16, oneDNN
   * returns wrong sums for them on a processor with AMX.
   */
  private static final int BFLOAT16_GROUP_WIDTH = 16;

  private final Parameters parameters;
  private final int groups;
  private final boolean inFloat32;

  GroupedConvolution(ContextConfig config, Parameters parameters) {
    this.parameters = parameters;
    groups = config.positionalGroups();
    inFloat32 = groups > 1 && config.width() / groups % BFLOAT16_GROUP_WIDTH != 0;
  }

  /** A tensor in the precision that is convolved in. */
  Tensor factor(Tensor x) {
    return inFloat32 ? x : parameters.factor(x);
  }

  /**
   * Convolves sequences of one length.
   *
   * @param x shape (n, T, D)
   * @param weight shape (D, D / groups, kernel)
   * @param bias shape (D)
   * @return shape (n, T, D)
   */
  Tensor forward(Tensor x, Tensor weight, Tensor bias) {
    Tensor y =
        ConvolutionOps.conv1d(
            factor(x.transpose(1, 2)),
            factor(weight),
            factor(bias),
            1,
            Math.toIntExact(weight.size(2) / 2),
            groups); // (n, D, T or T + 1)
    // An even kernel gives one frame too many.
    return y.narrow(2, 0, x.size(1)).transpose(1, 2);
  }
}
