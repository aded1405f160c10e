package org.emoglot.encoder.whisper;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.ConvolutionOps;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/**
 * A convolution of kernel 3 over time with a frame of zeros at both ends of a sequence, then GELU:
 * frames (ΣT, in) to (ΣT', out), T' = ceil(T / stride). Weight (out, in, 3), bias (out).
 */
final class Convolution {

  private static final int KERNEL = 3;

  private final Parameters parameters;
  private final Tensor weight;
  private final Tensor bias;
  private final int stride;

  Convolution(Parameters parameters, String name, int input, int output, int stride) {
    this.parameters = parameters;
    this.stride = stride;
    weight = parameters.takeFactor(name + ".weight", Initializer.kaiming(), output, input, KERNEL);
    bias = parameters.take(name + ".bias", Initializer.constant(0), output);
  }

  Frames forward(Frames x) {
    List<Tensor> convolved = new ArrayList<>();
    for (Tensor sequence : x.sequences()) {
      try (Scope scope = Scope.open()) {
        Tensor zeros = Ops.like(Ops.zeros(1, sequence.size(1)), sequence);
        Tensor padded = Ops.concatenate(List.of(zeros, sequence, zeros)); // (T + 2, in)
        Tensor y =
            ConvolutionOps.convolve(
                parameters.factor(padded),
                parameters.factor(weight),
                parameters.factor(bias),
                stride); // (T', out)
        convolved.add(scope.handOut(Ops.gelu(y)));
      }
    }
    return Frames.pack(convolved);
  }
}
