package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.wav2vec2.FeatureEncoderConfig.ConvolutionNorm;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Convolutional;
import org.jspecify.annotations.Nullable;

/**
 * The convolutional feature encoder of wav2vec 2.0: convolution, normalisation, GELU, per layer.
 *
 * <p>In the base layout the first layer normalises each channel over time. Statistics are taken
 * over the valid frames alone, where transformers takes them over the padding as well: so a clip
 * gives the same frames in every batch.
 */
final class ConvolutionalFeatureEncoder implements FeatureEncoder {

  /** Epsilon of group and layer norm here, whatever config.json says of the transformer's. */
  private static final double EPSILON = 1e-5;

  private final Convolutional config;
  private final List<Layer> layers = new ArrayList<>();

  ConvolutionalFeatureEncoder(Convolutional config, Parameters parameters) {
    this.config = config;
    int input = 1;
    for (int i = 0; i < config.kernels().size(); i++) {
      int output = config.channelsPerLayer().get(i);
      String name = "feature_extractor.conv_layers." + i;
      boolean normed = config.norm() == ConvolutionNorm.LAYER || i == 0;
      layers.add(
          new Layer(
              parameters.take(
                  name + ".conv.weight",
                  Initializer.kaiming(),
                  output,
                  input,
                  config.kernels().get(i)),
              config.bias()
                  ? parameters.take(name + ".conv.bias", Initializer.constant(0), output)
                  : null,
              normed
                  ? parameters.take(name + ".layer_norm.weight", Initializer.constant(1), output)
                  : null,
              normed
                  ? parameters.take(name + ".layer_norm.bias", Initializer.constant(0), output)
                  : null));
      input = output;
    }
  }

  /** One convolution; weight (out, in, kernel), the others (out). */
  private record Layer(
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable Tensor normWeight,
      @Nullable Tensor normBias) {}

  @Override
  public Frames forward(Frames samples) {
    Tensor x = samples.values().transpose(1, 2); // (B, 1, N)
    int[] lengths = samples.lengths().clone();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      x = Ops.conv1d(x, layer.weight(), layer.bias(), config.strides().get(i), 0, 1); // (B, C, T)
      for (int clip = 0; clip < lengths.length; clip++) {
        lengths[clip] = config.framesOfLayer(i, lengths[clip]);
      }
      if (layer.normWeight() != null && layer.normBias() != null) {
        x =
            config.norm() == ConvolutionNorm.GROUP
                ? normOverTime(x, lengths, layer.normWeight(), layer.normBias())
                : Ops.layerNorm(x.transpose(1, 2), layer.normWeight(), layer.normBias(), EPSILON)
                    .transpose(1, 2); // (B, C, T)
      }
      x = Ops.gelu(x);
    }
    return new Frames(x.transpose(1, 2), lengths); // (B, T, C)
  }

  /** Group norm with one group per channel, over each clip's valid frames. */
  private static Tensor normOverTime(Tensor x, int[] lengths, Tensor weight, Tensor bias) {
    Tensor mask = new Frames(x.transpose(1, 2), lengths).mask(); // (B, T)
    if (mask == null) {
      return torch.group_norm(
          x, x.size(1), new TensorOptional(weight), new TensorOptional(bias), EPSILON, true);
    }
    Tensor invalid = mask.logical_not().unsqueeze(1); // (B, 1, T)
    float[] counts = new float[lengths.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = lengths[i];
    }
    Tensor count = Ops.tensor(counts, counts.length, 1, 1); // (B, 1, 1)
    Tensor mean = Ops.sum(Ops.fillWhere(x, invalid, 0), 2, true).div(count); // (B, C, 1)
    Tensor centred = x.sub(mean); // (B, C, T)
    Tensor variance =
        Ops.sum(Ops.fillWhere(centred, invalid, 0).square(), 2, true).div(count); // (B, C, 1)
    return centred
        .mul(Ops.plus(variance, EPSILON).rsqrt().mul(weight.view(1, -1, 1)))
        .add(bias.view(1, -1, 1)); // (B, C, T)
  }
}
