package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * The convolution module of a conformer (Gulati et al. 2020, arXiv 2005.08100, section 2.2): layer
 * norm, projection to twice the width, gated linear unit, one convolution for each channel, norm,
 * activation, projection; frames (ΣT, D) in and out, each sequence as if it were alone.
 */
final class ConvolutionModule {

  private final ConformerSpec spec;
  private final Parameters parameters;
  private final LayerNorm norm;
  private final Tensor expansion; // (2 D, D, 1)
  private final Tensor kernels; // (D, 1, kernel)
  private final Layer innerNorm;
  private final Tensor projection; // (D, D, 1)

  ConvolutionModule(ConformerSpec spec, Parameters parameters, String name) {
    this.spec = spec;
    this.parameters = parameters;
    int width = spec.width();
    double epsilon = spec.layerNormEpsilon();
    Initializer draw = Initializer.kaiming();
    norm = new LayerNorm(parameters, name + ".layer_norm", width, epsilon);
    expansion = parameters.takeFactor(name + ".pointwise_conv1.weight", draw, 2L * width, width, 1);
    kernels = parameters.take(name + ".depthwise_conv.weight", draw, width, 1, spec.kernel());
    innerNorm =
        spec.causal()
            ? new LayerNorm(parameters, name + ".depthwise_layer_norm", width, epsilon)
            : new FrozenBatchNorm(parameters, name + ".batch_norm", width);
    projection = parameters.takeFactor(name + ".pointwise_conv2.weight", draw, width, width, 1);
  }

  Tensor forward(Frames x) {
    Tensor wide = Ops.single(project(norm.forward(x.values()), expansion)); // (ΣT, 2 D)
    Tensor open = wide.narrow(1, 0, spec.width());
    Tensor gate = wide.narrow(1, spec.width(), spec.width());
    List<Tensor> convolved = new ArrayList<>();
    for (Tensor run : x.with(open.mul(gate.sigmoid())).runs()) {
      convolved.add(convolve(run).reshape(-1, spec.width())); // (n T, D)
    }
    return project(spec.activation().of(innerNorm.forward(Ops.concatenate(convolved))), projection);
  }

  /** In float32: a channel by itself is no product that bfloat16 would make faster. */
  private Tensor convolve(Tensor run) {
    int padding = spec.causal() ? spec.kernel() - 1 : spec.kernel() / 2;
    Tensor y = ConvolutionOps.conv1d(run.transpose(1, 2), kernels, null, 1, padding, spec.width());
    return y.narrow(2, 0, run.size(1)).transpose(1, 2); // (n, T, D)
  }

  private Tensor project(Tensor x, Tensor weight) {
    return Ops.linear(parameters.factor(x), parameters.factor(weight).squeeze(2), null);
  }
}
