package org.emoglot.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Convolutions over time. */
public final class ConvolutionOps {

  private ConvolutionOps() {}

  /**
   * One-dimensional convolution. Shapes: x (B, in, T), weight (out, in / groups, kernel), bias
   * (out) or null; the result has floor((T + 2 padding - kernel) / stride) + 1 frames.
   */
  public static Tensor conv1d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int groups) {
    return torch.conv1d(
        x,
        weight,
        bias == null ? new TensorOptional() : new TensorOptional(bias),
        new long[] {stride},
        new long[] {padding},
        new long[] {1},
        groups);
  }

  /**
   * One-dimensional convolution without padding over frames whose channels lie side by side, which
   * the engine computes as products without rearranging them. Shapes: x (T, in), weight (out, in,
   * kernel), bias (out) or null; the result (floor((T - kernel) / stride) + 1, out).
   */
  public static Tensor convolve(Tensor x, Tensor weight, @Nullable Tensor bias, int stride) {
    // Made by a view and a permutation, because only so the strides say "channels last".
    Tensor image = x.view(1, 1, x.size(0), x.size(1)).permute(0, 3, 1, 2); // (1, in, 1, T)
    Tensor y =
        torch.conv2d(
            image,
            weight.unsqueeze(2),
            bias == null ? new TensorOptional() : new TensorOptional(bias),
            new long[] {1, stride},
            new long[] {0, 0},
            new long[] {1, 1},
            1); // (1, out, 1, T')
    return y.permute(0, 2, 3, 1).reshape(-1, y.size(1)); // (T', out)
  }

  /** {@link Ops#linear} of a matrix x as a convolution of kernel width 1. */
  static Tensor product(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return convolve(x.contiguous(), weight.unsqueeze(2), bias, 1);
  }
}
