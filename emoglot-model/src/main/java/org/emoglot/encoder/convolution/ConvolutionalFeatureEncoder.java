package org.emoglot.encoder.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.nn.LayerNorm;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The convolutional feature encoder of wav2vec 2.0: convolution, normalisation, GELU, per layer;
 * clip by clip, with the channels of a frame side by side.
 *
 * <p>In the base layout the first layer normalises each channel over the clip's frames. Its
 * statistics need not be taken from its output: with w the kernel of a channel and S and m the
 * covariance and the mean of the windows of samples that the kernel meets, the output has variance
 * wᵀ S w and mean wᵀ m. So S, a matrix of kernel size squared, is computed once per clip, in double
 * precision, and the norm becomes part of the kernel, where two passes over the largest activation
 * of the whole encoder would be needed otherwise.
 */
public final class ConvolutionalFeatureEncoder {

  /** Epsilon of group and layer norm here, whatever config.json says of the transformer's. */
  private static final double EPSILON = 1e-5;

  private final Convolutions config;
  private final Parameters parameters;
  private final List<Convolution> convolutions = new ArrayList<>();

  /**
   * Builds it.
   *
   * @param parameters where its parameters are taken from; all their names begin with {@code
   *     feature_extractor.}
   */
  public ConvolutionalFeatureEncoder(Convolutions config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    int input = 1;
    for (int i = 0; i < config.kernels().size(); i++) {
      int output = config.channelsPerLayer().get(i);
      String name = "feature_extractor.conv_layers." + i;
      boolean normed = config.norm() == Convolutions.Norm.LAYER || i == 0;
      long[] shape = {output, input, config.kernels().get(i)};
      convolutions.add(
          new Convolution(
              i == 0
                  ? parameters.take(name + ".conv.weight", Initializer.kaiming(), shape)
                  : parameters.takeFactor(name + ".conv.weight", Initializer.kaiming(), shape),
              config.bias()
                  ? parameters.take(name + ".conv.bias", Initializer.constant(0), output)
                  : null,
              normed ? new LayerNorm(parameters, name + ".layer_norm", output, EPSILON) : null));
      input = output;
    }
  }

  /** One convolution; weight (out, in, kernel), bias (out). */
  private record Convolution(Tensor weight, @Nullable Tensor bias, @Nullable LayerNorm norm) {}

  /**
   * Encodes a batch.
   *
   * @param samples shape (ΣN, 1)
   * @return shape (ΣT, C), T as {@link Convolutions#frames} says
   */
  public Frames forward(Frames samples) {
    List<Tensor> encoded = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      try (Scope scope = Scope.open()) {
        encoded.add(scope.handOut(encode(clip)));
      }
    }
    return Frames.pack(encoded);
  }

  /** Samples (N, 1) of one clip to frames (T, C). */
  private Tensor encode(Tensor samples) {
    Tensor x = samples;
    for (int i = 0; i < convolutions.size(); i++) {
      try (Scope scope = Scope.open()) {
        x = scope.handOut(i == 0 ? first(samples.squeeze(1)) : next(i, x)); // (T, C)
      }
    }
    return x;
  }

  /**
   * The first layer as one product of all windows of samples with all kernels. In float32 whatever
   * the precision, since samples rounded to bfloat16 are noisy.
   *
   * @param samples shape (N)
   * @return shape (T, C)
   */
  private Tensor first(Tensor samples) {
    Convolution layer = convolutions.get(0);
    Tensor windows =
        samples.unfold(0, config.kernels().get(0), config.strides().get(0)); // (T, kernel)
    Tensor kernels = layer.weight().squeeze(1); // (C, kernel)
    if (config.norm() == Convolutions.Norm.LAYER) {
      return activate(layer, Ops.linear(windows, kernels, layer.bias()));
    }
    LayerNorm norm = Objects.requireNonNull(layer.norm());
    Tensor wide = Ops.doubled(windows);
    Tensor mean = Ops.mean(wide, 0, false); // (kernel)
    Tensor centred = wide.sub(mean);
    Tensor covariance =
        Ops.scale(centred.transpose(0, 1).matmul(centred), 1.0 / wide.size(0)); // (kernel, kernel)
    Tensor wideKernels = Ops.doubled(kernels);
    Tensor variance = Ops.sum(wideKernels.matmul(covariance).mul(wideKernels), 1, false); // (C)
    Tensor scale = Ops.doubled(norm.weight()).mul(Ops.plus(variance, EPSILON).rsqrt()); // (C)
    // A bias of the convolution would move the mean as well, and so drops out.
    Tensor shift = Ops.doubled(norm.bias()).sub(wideKernels.matmul(mean).mul(scale)); // (C)
    Tensor normed = wideKernels.mul(scale.unsqueeze(1)); // (C, kernel)
    return Ops.gelu(Ops.linear(windows, Ops.like(normed, windows), Ops.like(shift, windows)));
  }

  private Tensor next(int index, Tensor x) {
    Convolution layer = convolutions.get(index);
    Tensor bias = layer.bias() == null ? null : parameters.factor(layer.bias());
    return activate(
        layer,
        ConvolutionOps.convolve(
            parameters.factor(x),
            parameters.factor(layer.weight()),
            bias,
            config.strides().get(index)));
  }

  private static Tensor activate(Convolution layer, Tensor x) {
    return Ops.gelu(layer.norm() == null ? x : layer.norm().forward(x));
  }
}
