package org.emoglot.encoder.context;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Parameters;

/** How a context network knows where frames are: by what it adds to them. */
@FunctionalInterface
public interface Positions {

  /** What is added to the projected frames: (ΣT, D) in and out, each sequence as if alone. */
  Tensor forward(Frames x);

  /** The kinds. */
  @FunctionalInterface
  interface Kind {

    /** Builds the positions of a network. */
    Positions build(ContextConfig config, Parameters parameters);
  }

  /** One convolution with weight norm, as wav2vec 2.0 has it. */
  static Kind convolution() {
    return (config, parameters) -> new PositionalConvolution(config, false, parameters);
  }

  /** One convolution behind a batch norm, without weight norm. */
  static Kind batchNormedConvolution() {
    return (config, parameters) -> new PositionalConvolution(config, true, parameters);
  }

  /** Several convolutions one above the other, as data2vec has them. */
  static Kind convolutions(int depth) {
    return (config, parameters) -> new PositionalStack(config, depth, parameters);
  }
}
