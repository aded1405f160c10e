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

  /**
   * All sequences in one convolution: zeros between them are the end of one and the beginning of
   * the next, and keep each at a multiple of the stride. What comes out over such zeros is left
   * out.
   */
  Frames forward(Frames x) {
    try (Scope scope = Scope.open()) {
      Tensor zeros = Ops.like(Ops.zeros(1 + stride, x.values().size(1)), x.values());
      List<Tensor> row = new ArrayList<>(List.of(zeros.narrow(0, 0, 1)));
      for (Tensor sequence : x.sequences()) {
        row.add(sequence);
        row.add(zeros.narrow(0, 0, zerosAfter(sequence.size(0))));
      }
      Tensor y =
          Ops.gelu(
              ConvolutionOps.convolve(
                  parameters.factor(Ops.concatenate(row)),
                  parameters.factor(weight),
                  parameters.factor(bias),
                  stride)); // (ΣT' and what lies over zeros, out)
      List<Tensor> convolved = new ArrayList<>();
      long at = 0;
      for (int frames : x.lengths()) {
        convolved.add(y.narrow(0, at, (frames + stride - 1) / stride)); // (T', out)
        at += (frames + zerosAfter(frames)) / stride;
      }
      return Frames.pack(convolved).handOut(scope);
    }
  }

  /** At least one, and so many that the next sequence begins at a multiple of the stride. */
  private long zerosAfter(long frames) {
    return 1 + Math.floorMod(-(frames + 1), (long) stride);
  }
}
